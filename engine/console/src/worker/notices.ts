// Notifications are shown and looked at in turn, by the worker and by every tab. Chromium forgets a notification that is
// shown while another asks which there are, or just before: it stays in the tray, but a press on it does nothing, and nobody
// can take it away. So each is looked for after it has been shown, and shown again.

const turn = "larm.notices";
/** Whoever holds the turn and never lets go of it must not keep an alarm from being shown. */
const turn_within_ms = 1_000;
/** A push may keep its worker for half a minute. */
const late_turn_within_ms = 15_000;
const shows_more_max = 3;

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

/** Shown in any case. `onlyOne`: not where one of its tag is there already. `goOn`: keeps the worker for what is left to do. */
export function showNotice(
  registration: ServiceWorkerRegistration,
  title: string,
  options: NotificationOptions,
  { onlyOne = false, goOn = (_left: Promise<unknown>): void => undefined } = {},
): Promise<void> {
  const isThere = async () => (await registration.getNotifications({ tag: options.tag ?? "" })).length > 0;
  const show = () => registration.showNotification(title, options);
  const quiet = { ...options, renotify: false, silent: true, vibrate: undefined } as NotificationOptions;
  // Without another sound. Only in its turn: whoever asks may be what makes it forgotten.
  const makeWhole = async () => {
    for (let shows = 0; shows < shows_more_max && !(await isThere()); shows += 1) {
      await registration.showNotification(title, quiet);
    }
  };
  const inTime = async () => {
    if (!onlyOne || !(await isThere())) {
      await show();
      await makeWhole().catch(() => undefined); // shown it is
    }
  };
  const inLateTurn = async () => navigator.locks.request(turn, { signal: AbortSignal.timeout(late_turn_within_ms) }, makeWhole);
  const late = async () => {
    await show();
    goOn(inLateTurn().catch(() => undefined));
  };
  return inTurn(inTime, late);
}

/** Those that are there; undefined where that cannot be asked without harm. */
export function noticesOf(registration: ServiceWorkerRegistration): Promise<readonly Notification[] | undefined> {
  return inTurn<readonly Notification[] | undefined>(
    () => registration.getNotifications(),
    () => Promise.resolve(undefined),
  );
}
