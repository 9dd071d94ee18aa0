// Notifications are shown and looked at in turn, by the worker and by every tab. Chromium forgets a notification that is
// shown while another asks which there are: it stays in the tray, but a press on it does nothing, and nobody can take it away.

const turn = "larm.notices";
/** Whoever holds the turn and never lets go of it must not keep an alarm from being shown. */
const turn_within_ms = 1_000;

/** `work` in its turn; where that does not come in time, `late`. */
async function inTurn<T>(work: () => Promise<T>, late: () => Promise<T>): Promise<T> {
  let hasBegun = false;
  const begin = () => {
    hasBegun = true;
    return work();
  };
  try {
    return await navigator.locks.request(turn, { signal: AbortSignal.timeout(turn_within_ms) }, begin);
  } catch (error) {
    if (hasBegun) {
      throw error;
    }
    return late(); // no turn in time, or no turns in this browser
  }
}

/** Shown in any case. `onlyOne`: not where one of its tag is there already. */
export function showNotice(registration: ServiceWorkerRegistration, title: string, options: NotificationOptions, onlyOne = false): Promise<void> {
  const show = async () => {
    const isThere = onlyOne && (await registration.getNotifications({ tag: options.tag ?? "" })).length > 0;
    if (!isThere) {
      await registration.showNotification(title, options);
    }
  };
  return inTurn(show, show);
}

/** Those that are there; undefined where that cannot be asked without harm. */
export function noticesOf(registration: ServiceWorkerRegistration): Promise<readonly Notification[] | undefined> {
  return inTurn<readonly Notification[] | undefined>(
    () => registration.getNotifications(),
    () => Promise.resolve(undefined),
  );
}
