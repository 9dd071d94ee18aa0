// The page's side of the service worker: registered once the page stands, updated when nobody is in the middle of an
// alarm or when somebody says so.
import { noticesOf } from "../worker/notices";
import { breakIn } from "./break_in.svelte";

/** A new version waits: taken now, or said and left to a human. */
export function updatePlan(facts: { isTold: boolean; openIncidents: number; isHidden: boolean; hasDraft: boolean }): "now" | "ask" {
  // Unknown is not quiet: before the server has spoken an alarm may be under way.
  return facts.isTold && facts.openIncidents === 0 && facts.isHidden && !facts.hasDraft ? "now" : "ask";
}

const look_every_ms = 60 * 60_000;

class Worker {
  registration = $state.raw<ServiceWorkerRegistration | undefined>(undefined);
  /** It answers for this page: the app opens without a network. */
  isActive = $state(false);
  /** Another version has been fetched and waits. */
  isUpdateWaiting = $state(false);
  /** Another tab has taken another version into use: this one still runs the old. */
  isReplaced = $state(false);
  #isTakingOver = false;

  /** `onOpen`: the address that a notification leads to, and what it said. */
  start(onOpen: (hash: string, notice: unknown) => void): void {
    if (!("serviceWorker" in navigator) || !import.meta.env.PROD) {
      return;
    }
    const container = navigator.serviceWorker;
    container.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      const { open, notice, acknowledged } = (typeof data === "object" && data !== null ? data : {}) as Record<string, unknown>;
      if (typeof open === "string" && open.startsWith("#/")) {
        onOpen(open, notice);
      }
      if (typeof acknowledged === "string") {
        breakIn.acknowledged(acknowledged);
      }
      breakIn.take(data);
    });
    let wasControlled = container.controller !== null;
    container.addEventListener("controllerchange", () => {
      if (this.#isTakingOver) {
        location.reload();
      }
      this.isReplaced = wasControlled;
      wasControlled = true;
    });
    // After the first picture: what is kept for offline is not in its way.
    const register = () => void this.#register(container);
    if (document.readyState === "complete") {
      setTimeout(register);
    } else {
      window.addEventListener("load", () => setTimeout(register), { once: true });
    }
  }

  /** Whether the daemon has another version: asked when it is back, and now and then. */
  lookForUpdate(): void {
    this.registration?.update().catch(() => undefined); // not reached: the next look will tell
  }

  takeOver(): void {
    this.#isTakingOver = true;
    this.registration?.waiting?.postMessage("take-over");
  }

  async #register(container: ServiceWorkerContainer): Promise<void> {
    try {
      const registration = await container.register(scriptUrl("/sw.js"), { scope: "/", updateViaCache: "none" });
      this.registration = registration;
      const look = () => {
        this.isActive = registration.active !== null;
        this.isUpdateWaiting = registration.waiting !== null && registration.active !== null;
      };
      const follow = () => registration.installing?.addEventListener("statechange", look);
      registration.addEventListener("updatefound", follow);
      follow();
      look();
      // One that came before the page was opened.
      for (const { data, requireInteraction } of (await noticesOf(registration)) ?? []) {
        if (requireInteraction) {
          breakIn.take(data);
        }
      }
      setInterval(() => this.lookForUpdate(), look_every_ms);
    } catch {
      // Without it the console works, but not without a network, and not with push: the screen for that says so.
    }
  }
}

/** Trusted Types: the one script that the page names by itself. */
function scriptUrl(path: "/sw.js"): string {
  const types = (window as { trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): unknown } } }).trustedTypes;
  return (types?.createPolicy("larm-worker", { createScriptURL: () => path }).createScriptURL(path) ?? path) as string;
}

export const worker = new Worker();
