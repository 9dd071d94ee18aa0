// The service worker: opens the console without a network, shows every push and answers for it. Decides nothing: what is
// shown and said stands in the pure files beside this one.
/// <reference lib="webworker" />
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { SubscribePushSchema } from "../gen/larm/v1/contact_pb";
import { notice } from "../words/notice";
import { acknowledge, type Around, report } from "./answer_link";
import { changeDevice, readDevice, unknownDevice } from "./device";
import { addressOf, noticeAfter, noticeOf, type Notice, type NoticeData, say } from "./notice";
import { noticesOf, showNotice } from "./notices";
import { readPayload } from "./payload";
import { cacheName, keptPath, outdated } from "./shell";

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: this build's files, and a name that changes with any of them. */
declare const SHELL_FILES: readonly string[];
declare const SHELL_VERSION: string;

const device_within_ms = 1_000;
const files = new Set(SHELL_FILES);
const around: Around = {
  fetch: (path, init) => fetch(path, init),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm", hour: "2-digit", minute: "2-digit" });

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(cacheName(SHELL_VERSION));
    await cache.addAll(["/", ...SHELL_FILES].map((path) => new Request(path, { cache: path.startsWith("/assets/") ? "default" : "reload" })));
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const begin = async () => {
    await Promise.all(outdated(await caches.keys(), SHELL_VERSION).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(begin());
});

self.addEventListener("message", (event) => {
  // Said by a human at a page, or by a page that shows no incident; never by ourselves.
  if (event.data === "take-over") {
    void self.skipWaiting();
  }
});

self.addEventListener("fetch", (event) => {
  const { method, url, mode } = event.request;
  const path = keptPath({ method, url, mode }, self.location.origin, files);
  if (path !== undefined) {
    event.respondWith(kept(path, event.request));
  }
});

/** This build's own first; a tab that an earlier build opened finds its files in that one's. */
async function kept(path: string, request: Request): Promise<Response> {
  const own = await (await caches.open(cacheName(SHELL_VERSION))).match(path);
  return own ?? (path === "/" ? undefined : await caches.match(path)) ?? fetch(request);
}

self.addEventListener("push", (event) => event.waitUntil(onPush(event, event.data?.text() ?? "")));

async function onPush(event: ExtendableEvent, text: string): Promise<void> {
  const payload = readPayload(text);
  // Storage that does not answer must not keep an alarm from being shown.
  const { language, shown } = await Promise.race([readDevice(), around.pause(device_within_ms).then(() => unknownDevice)]);
  const isRepeat = payload !== undefined && payload.id !== "" && shown.includes(payload.id);
  await show(event, noticeOf(payload, language, crypto.randomUUID(), isRepeat));
  if (payload?.kind === "live") {
    // A page that is in an exercise must break off.
    for (const page of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
      const { kind, incident, step, party, title, body, answerPath } = payload;
      page.postMessage({ kind, incident, step, party, title, body, answerPath });
    }
  }
  if (payload && !isRepeat) {
    await changeDevice({ shown: [...shown, payload.id] });
    await badge();
    await report(around, payload.answerPath, "received", payload.id);
  }
}

self.addEventListener("notificationclick", (event) => {
  const data = event.notification.data as NoticeData;
  event.waitUntil(event.action === "ack" ? onAcknowledge(event, data) : onOpen(event.notification));
});

async function onAcknowledge(event: NotificationEvent, data: NoticeData): Promise<void> {
  const { language } = await readDevice();
  const result = await acknowledge(around, data.answerPath, data.form);
  await show(event, noticeAfter(result, data, event.notification.tag, language, clock.format(Date.now())));
  if (result.is === "taken" && data.kind === "live") {
    for (const page of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
      page.postMessage({ acknowledged: [data.incident, data.step, data.party].join(" ") });
    }
  }
  await badge();
}

async function onOpen(notification: Notification): Promise<void> {
  const data = notification.data as NoticeData;
  const isAlarm = data.incident !== "" && data.kind !== "rollcall";
  await focusOn(addressOf(data), data);
  // An alarm stays in the tray until it is acknowledged: the page then takes it away.
  if (!isAlarm || data.answerPath === "") {
    notification.close();
  }
  await report(around, data.answerPath, "seen", data.id);
}

/** A window that is open already is not replaced: what is typed there stays. */
async function focusOn(address: string, notice: NoticeData): Promise<void> {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const console = address.startsWith("/#") ? windows.find((each) => new URL(each.url).pathname === "/") : undefined;
  if (console) {
    console.postMessage({ open: address.slice(1), notice });
    await console.focus().catch(() => undefined);
  } else {
    await self.clients.openWindow(address);
  }
}

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(onSubscriptionChange(event as ExtendableEvent & SubscriptionChange));
});

interface SubscriptionChange {
  readonly oldSubscription?: PushSubscription;
  readonly newSubscription?: PushSubscription;
}

async function onSubscriptionChange(change: ExtendableEvent & SubscriptionChange): Promise<void> {
  const { language, officerId, deviceName } = await readDevice();
  if (officerId === "") {
    return; // switched off
  }
  const isTold = await renew(change, officerId, deviceName).catch(() => false);
  if (!isTold) {
    const data = { id: "", kind: "", incident: "", step: "", party: "", answerPath: "", form: "", title: "", body: "" };
    const options = { body: say(notice.droppedBody, language), tag: "dropped", requireInteraction: true, renotify: true, actions: [], data };
    await show(change, { title: say(notice.dropped, language), options });
  }
}

async function renew(change: SubscriptionChange, officerId: string, deviceName: string): Promise<boolean> {
  const key = change.oldSubscription?.options.applicationServerKey;
  const subscription =
    change.newSubscription ??
    (await self.registration.pushManager.getSubscription()) ??
    (key ? await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }) : undefined);
  if (!subscription) {
    return false;
  }
  // Texts and a flag only: their JSON is the message's.
  const request: MessageInitShape<typeof SubscribePushSchema> = {
    commandId: crypto.randomUUID(),
    officerId,
    deviceName,
    subscription: JSON.stringify(subscription),
    renewed: true,
  };
  const response = await fetch("/larm.v1.ContactService/SubscribePush", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    credentials: "same-origin",
  });
  return response.ok;
}

async function show(event: ExtendableEvent, { title, options }: Notice): Promise<void> {
  await showNotice(self.registration, title, options, { goOn: (left) => event.waitUntil(left) });
}

/** On the app's icon: how many alarms lie in the tray. The page sets it better while it is open. */
async function badge(): Promise<void> {
  const all = await noticesOf(self.registration);
  if (!all) {
    return;
  }
  const waiting = all.filter((each) => (each.data as NoticeData | null)?.answerPath && each.requireInteraction);
  const navigator = self.navigator as WorkerNavigator & { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> };
  await (waiting.length > 0 ? navigator.setAppBadge?.(waiting.length) : navigator.clearAppBadge?.())?.catch(() => undefined);
}
