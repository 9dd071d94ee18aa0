// Push on this device: looked at, switched on and off, and the devices that the daemon knows.
import { Code, ConnectError } from "@connectrpc/connect";
import { type Fault, faultOf } from "../api/fault";
import { services } from "../api/services";
import type { PushDeviceView } from "../gen/larm/v1/contact_pb";
import { changeDevice, readDevice } from "../worker/device";
import { install } from "./install.svelte";
import { isApple, isForKey, keyBytes, type PushFacts, type PushState, pushStateOf } from "./push_state";
import { settings } from "./settings.svelte";
import { worker } from "./worker.svelte";

/** A subscription that is still there is shown to the daemon this often, so that a dead one stands out. */
const renew_every_ms = 12 * 3_600_000;
const ready_within_ms = 5_000;
const subscribe_within_ms = 30_000;

export type PushTrouble = { readonly is: "fault"; readonly fault: Fault } | { readonly is: "browser"; readonly message: string };

class Push {
  #isLookedAt = $state(false);
  #permission = $state<NotificationPermission | undefined>(undefined);
  #server = $state<PushFacts["server"]>("unknown");
  #isKnown = $state<boolean | undefined>(undefined);
  #subscription = $state.raw<PushSubscription | undefined>(undefined);
  /** The exercise whose alarms are meant; empty: the live world's. The browser has one subscription for both. */
  #world = "";
  #key: Uint8Array<ArrayBuffer> | undefined;
  /** Whose alarms come here. */
  officerId = $state("");
  deviceName = $state("");
  isBusy = $state(false);
  trouble = $state.raw<PushTrouble | undefined>(undefined);
  /** Undefined: not known. */
  devices = $state.raw<readonly PushDeviceView[] | undefined>(undefined);

  get state(): PushState {
    return pushStateOf({
      isLookedAt: this.#isLookedAt,
      isSecure: window.isSecureContext,
      hasPushManager: "serviceWorker" in navigator && "PushManager" in window && "Notification" in window,
      isApple: isApple(navigator.userAgent, navigator.maxTouchPoints),
      isInstalled: install.isInstalled,
      permission: this.#permission,
      server: this.#server,
      isSubscribed: this.#subscription !== undefined,
      isKnown: this.#isKnown,
    });
  }

  /** At the start of a session: the language for notifications, and a live one gets a sign that the subscription lives. */
  async begin(world = this.#world): Promise<void> {
    this.#world = world;
    await changeDevice({ language: settings.language });
    const device = await readDevice();
    const meant = world === "" ? device : device.exercise.world === world ? device.exercise : { officerId: "", deviceName: device.deviceName };
    this.officerId = meant.officerId;
    this.deviceName = meant.deviceName;
    const registration = await ready();
    this.#subscription = (await registration?.pushManager?.getSubscription().catch(() => null)) ?? undefined;
    if (world === "" && this.#subscription && device.officerId && Date.now() - device.renewedAt > renew_every_ms) {
      await this.#tell(this.#subscription, true).catch(() => undefined);
    }
  }

  async look(): Promise<void> {
    this.#permission = "Notification" in window ? Notification.permission : undefined;
    this.#isKnown = undefined;
    await this.begin();
    try {
      const { key } = await services.contact.getVapidKey({});
      this.#key = keyBytes(key);
      this.#server = this.#key ? "has" : "has_not";
    } catch (error) {
      const { code } = ConnectError.from(error);
      this.#server = code === Code.FailedPrecondition || code === Code.Unimplemented ? "has_not" : "unknown";
    }
    if (this.#subscription && this.#key && !isForKey(this.#subscription.options.applicationServerKey, this.#key)) {
      this.#isKnown = false; // the daemon has got another key: its pushes would not be taken
    }
    this.#isLookedAt = true;
    await this.list();
  }

  async list(): Promise<void> {
    try {
      this.devices = (await services.contact.listDevices({})).devices;
      const own = this.devices.find((each) => each.officerId === this.officerId && each.name === this.deviceName);
      if (this.#subscription) {
        // Also where the browser is subscribed for the other world alone: nothing of this one comes then.
        this.#isKnown = own !== undefined && own.droppedAt === 0n && this.#isKnown !== false;
      }
    } catch {
      this.devices = undefined;
    }
  }

  /** From a press: browsers ask for the permission then, and only then. */
  async switchOn(officerId: string, deviceName: string): Promise<void> {
    await this.#do(async () => {
      this.#permission = await Notification.requestPermission();
      const registration = await ready();
      if (this.#permission !== "granted" || !registration || !this.#key) {
        return;
      }
      if (this.#subscription && !isForKey(this.#subscription.options.applicationServerKey, this.#key)) {
        await this.#subscription.unsubscribe();
        this.#subscription = undefined;
      }
      const subscription = await inTime(
        registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: this.#key }),
        subscribe_within_ms,
      );
      this.officerId = officerId;
      this.deviceName = deviceName;
      this.#isKnown = undefined;
      this.#subscription = subscription;
      this.#isKnown = false;
      await this.#tell(subscription, false);
      this.#isKnown = true;
      await changeDevice(this.#world === "" ? { officerId, deviceName } : { exercise: { world: this.#world, officerId, deviceName } });
      await this.list();
    });
  }

  /** Here and at the daemon; where the daemon is not reached it finds out by itself that the subscription is gone. */
  async switchOff(): Promise<void> {
    await this.#do(async () => {
      const subscription = this.#subscription;
      const { officerId } = this;
      const device = await readDevice();
      if (this.#world === "") {
        await changeDevice({ officerId: "", renewedAt: 0 });
      } else {
        await changeDevice({ exercise: { world: "", officerId: "", deviceName: "" } });
      }
      if (this.#world === "" || device.officerId === "") {
        await subscription?.unsubscribe();
        this.#subscription = undefined;
      }
      this.#isKnown = this.#subscription && false;
      if (subscription && officerId) {
        await services.contact.unsubscribePush({
          commandId: crypto.randomUUID(),
          officerId,
          subscription: JSON.stringify(subscription),
        });
      }
      await this.list();
    });
  }

  async remove(device: PushDeviceView): Promise<void> {
    await this.#do(async () => {
      const { officerId, name: deviceName } = device;
      await services.contact.unsubscribePush({ commandId: crypto.randomUUID(), officerId, deviceName });
      await this.list();
    });
  }

  async #tell(subscription: PushSubscription, renewed: boolean): Promise<void> {
    await services.contact.subscribePush({
      commandId: crypto.randomUUID(),
      officerId: this.officerId,
      deviceName: this.deviceName,
      subscription: JSON.stringify(subscription),
      renewed,
    });
    if (this.#world === "") {
      await changeDevice({ renewedAt: Date.now() });
    }
  }

  async #do(act: () => Promise<void>): Promise<void> {
    if (this.isBusy) {
      return;
    }
    this.isBusy = true;
    this.trouble = undefined;
    try {
      await act();
    } catch (error) {
      this.trouble = error instanceof ConnectError ? { is: "fault", fault: faultOf(error) } : { is: "browser", message: String(error) };
    } finally {
      this.isBusy = false;
    }
  }
}

async function ready(): Promise<ServiceWorkerRegistration | undefined> {
  if (worker.registration?.active) {
    return worker.registration;
  }
  if (!("serviceWorker" in navigator)) {
    return undefined;
  }
  return inTime(navigator.serviceWorker.ready, ready_within_ms).catch(() => undefined);
}

/** A browser without its push service never answers. */
function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer in time")), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export const push = new Push();
