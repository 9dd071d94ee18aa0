// What a device says through an alarm's answer link (engine/server/doors/answer_page.hpp): that the push has been shown or
// opened, and that a human has seen it. The link is all that it takes; no session is needed.
import type { AckResult } from "./notice";

export interface Around {
  fetch(path: string, init: RequestInit): Promise<Response>;
  pause(ms: number): Promise<void>;
}

const between_tries_ms = [1_000, 3_000];
const within_ms = 10_000;

function post(around: Around, path: string, fields: Record<string, string>): Promise<Response> {
  return around.fetch(path, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(within_ms),
  });
}

/** Tries again where nobody has answered, or the daemon is busy; undefined where that did not help. */
async function postSurely(around: Around, path: string, fields: Record<string, string>): Promise<Response | undefined> {
  for (let tries = 0; ; tries += 1) {
    try {
      const response = await post(around, path, fields);
      if (response.status < 500 && response.status !== 429) {
        return response;
      }
    } catch {
      // No network, or none in time.
    }
    const wait = between_tries_ms[tries];
    if (wait === undefined) {
      return undefined;
    }
    await around.pause(wait);
  }
}

/** True where the daemon has written it down. */
export async function report(around: Around, path: string, act: "received" | "seen", deliveryId: string): Promise<boolean> {
  if (path === "" || deliveryId === "") {
    return false;
  }
  const response = await postSurely(around, path, { act, delivery: deliveryId });
  return response?.ok ?? false;
}

export async function acknowledge(around: Around, path: string, form: string): Promise<AckResult> {
  if (path === "") {
    return { is: "failed" };
  }
  const response = await postSurely(around, path, { act: "ack", form });
  const said = await response?.json().catch(() => undefined);
  if (!response || typeof said !== "object" || said === null) {
    return { is: "failed" };
  }
  const { registered, text } = said as { registered?: unknown; text?: unknown };
  if (typeof registered !== "boolean") {
    return { is: "failed" };
  }
  return { is: registered ? "taken" : "refused", text: typeof text === "string" ? text : "" };
}
