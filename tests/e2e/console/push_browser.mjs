// The browser's side of a push: its maker's push service is played, and the service worker is looked at from outside.
import { until } from "./installation.mjs";

/** In the page. */
export function playPushManager(made) {
  const key = "test.push";
  if (!("PushManager" in window)) {
    return;
  }
  const kept = () => {
    const serverKey = localStorage.getItem(key);
    return (
      serverKey && {
        ...made,
        options: { applicationServerKey: new Uint8Array(JSON.parse(serverKey)).buffer },
        toJSON: () => made,
        unsubscribe: async () => (localStorage.removeItem(key), true),
      }
    );
  };
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    localStorage.setItem(key, JSON.stringify([...applicationServerKey]));
    return kept();
  };
  PushManager.prototype.getSubscription = async () => kept() || null;
}

/** The worker behind `page`: what it shows, and what is done with it. */
export async function workerOf(page, origin) {
  const context = page.context();
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
  const protocol = await context.newCDPSession(page);
  let registrationId;
  protocol.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => (registrationId = registrations.at(-1)?.registrationId ?? registrationId));
  await protocol.send("ServiceWorker.enable");
  await until("the registration", () => registrationId);
  return {
    deliver: (data) => protocol.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data }),
    // In turn, as everybody who asks: see the worker's notices.ts.
    notices: () =>
      worker.evaluate(async () =>
        (await navigator.locks.request("larm.notices", () => self.registration.getNotifications())).map(({ title, body, tag, requireInteraction, actions, data }) => ({
          ...{ title, body, tag, requireInteraction, data },
          actions: actions.map(({ action }) => action),
        })),
      ),
    /** Has the turn for so long, and asks all the while. */
    askFor: (ms) =>
      worker.evaluate(
        (long) =>
          navigator.locks.request("larm.notices", async () => {
            for (const end = Date.now() + long; Date.now() < end; ) {
              await self.registration.getNotifications();
            }
          }),
        ms,
      ),
    press: (action, id) =>
      worker.evaluate(
        async ([what, whose]) => {
          const all = await self.registration.getNotifications();
          const notification = all.find(({ data }) => whose === undefined || data.id === whose);
          self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action: what }));
        },
        [action, id],
      ),
    clear: () => worker.evaluate(async () => (await self.registration.getNotifications()).forEach((each) => each.close())),
    kept: () =>
      worker.evaluate(async () => {
        const all = [];
        for (const name of await caches.keys()) {
          for (const request of await (await caches.open(name)).keys()) {
            all.push(new URL(request.url).pathname);
          }
        }
        return all;
      }),
  };
}
