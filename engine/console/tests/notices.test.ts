// That notifications are shown and looked at in turn, and an alarm's even where the turn does not come.
import { afterEach, describe, expect, it, vi } from "vitest";
import { noticesOf, showNotice } from "../src/worker/notices";

afterEach(() => vi.unstubAllGlobals());

/** Keeps what is there as Chromium does: what is shown while somebody looks is forgotten. */
function tray() {
  const there = new Set<string>();
  let looking = 0;
  const pause = () => new Promise((done) => setTimeout(done, 1));
  const registration = {
    getNotifications: async () => {
      looking += 1;
      await pause();
      looking -= 1;
      return [...there].map((tag) => ({ tag }));
    },
    showNotification: async (_: string, { tag }: { tag: string }) => {
      await pause();
      if (looking === 0) {
        there.add(tag);
      }
    },
  } as unknown as ServiceWorkerRegistration;
  return { registration, there };
}

function locks() {
  let last = Promise.resolve();
  return {
    request: (_: string, __: object, work: () => Promise<unknown>) => {
      const done = last.then(work);
      last = done.then(
        () => undefined,
        () => undefined,
      );
      return done;
    },
  };
}

describe("notifications in turn", () => {
  it("forgets none that is shown while somebody looks", async () => {
    vi.stubGlobal("navigator", { locks: locks() });
    const { registration, there } = tray();
    await Promise.all(Array.from({ length: 10 }, (_, at) => [showNotice(registration, "LARM", { tag: `${at}` }), noticesOf(registration)]).flat());
    expect(there.size).toBe(10);
  });

  it("shows an alarm where the turn does not come, and does not look then", async () => {
    const never = { request: async (_: string, { signal }: { signal: AbortSignal }) => new Promise((_done, fail) => signal.addEventListener("abort", () => fail(signal.reason as Error))) };
    for (const kind of [{ locks: never }, {}]) {
      vi.stubGlobal("navigator", kind);
      const { registration, there } = tray();
      const [seen] = await Promise.all([noticesOf(registration), showNotice(registration, "LARM", { tag: "a" })]);
      expect(seen).toBeUndefined();
      expect([...there]).toEqual(["a"]);
    }
  });

  it("says that it could not be shown, and tries no second time", async () => {
    vi.stubGlobal("navigator", { locks: locks() });
    const showNotification = vi.fn(() => Promise.reject(new Error("not allowed")));
    await expect(showNotice({ showNotification } as unknown as ServiceWorkerRegistration, "LARM", {})).rejects.toThrow("not allowed");
    expect(showNotification).toHaveBeenCalledTimes(1);
  });
});
