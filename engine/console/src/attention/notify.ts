// Notifications by the page itself, for a browser without push or a push that has not come: only while the page is hidden,
// one for each alarm, under the same tag as its push, and taken away when the alarm has been acknowledged anywhere.
import { pageNotice, type WorkerLanguage } from "../worker/notice";
import { noticesOf, showNotice } from "../worker/notices";

type Registration = ServiceWorkerRegistration | undefined;

export async function showHidden(
  registration: Registration,
  kind: string,
  incident: string,
  step: string,
  party: string,
  title: string,
  body: string,
  language: WorkerLanguage,
): Promise<void> {
  if (!registration || !("Notification" in window) || Notification.permission !== "granted") {
    return;
  }
  const { title: shown, options } = pageNotice(kind, incident, step, party, title, body, language);
  // Of several hidden tabs one shows it.
  await showNotice(registration, shown, options, { onlyOne: true }).catch(() => undefined);
}

/** `seen`: tags of what has been acknowledged or is over. What is not known to be so stays. */
export async function takeAway(registration: Registration, seen: ReadonlySet<string>): Promise<void> {
  try {
    for (const each of (registration && (await noticesOf(registration))) ?? []) {
      if (seen.has(each.tag)) {
        each.close();
      }
    }
  } catch {
    // They stay until somebody wipes them away.
  }
}

export async function setBadge(count: number): Promise<void> {
  const device = navigator as Navigator & { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> };
  await (count > 0 ? device.setAppBadge?.(count) : device.clearAppBadge?.())?.catch(() => undefined);
}
