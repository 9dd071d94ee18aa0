// What the page leaves for the worker, which has no other way to know: the language, and whose device this is. Kept in a
// cache of its own, since a worker reaches no localStorage. Holds no secret.
import type { WorkerLanguage } from "./notice";

const cache = "larm.device";
const at = "/device.json";
const shown_max = 50;

export interface Device {
  readonly language: WorkerLanguage;
  /** Whose alarms come here; empty: push is off. */
  readonly officerId: string;
  readonly deviceName: string;
  /** The exercise for which it is enrolled, beside that or alone; empty world: none. */
  readonly exercise: { readonly world: string; readonly officerId: string; readonly deviceName: string };
  /** When the daemon was last shown the subscription, ms. */
  readonly renewedAt: number;
  /** The last pushes that were shown. */
  readonly shown: readonly string[];
}

const noExercise = { world: "", officerId: "", deviceName: "" };
export const unknownDevice: Device = { language: "sv", officerId: "", deviceName: "", exercise: noExercise, renewedAt: 0, shown: [] };

function exerciseOf(read: unknown): Device["exercise"] {
  const { world, officerId, deviceName } = (typeof read === "object" && read !== null ? read : {}) as Partial<Device["exercise"]>;
  return [world, officerId, deviceName].every((each) => typeof each === "string") ? { world, officerId, deviceName } as Device["exercise"] : noExercise;
}

export function deviceOf(read: unknown): Device {
  const { language, officerId, deviceName, exercise, renewedAt, shown } = (typeof read === "object" && read !== null ? read : {}) as Partial<Device>;
  return {
    language: language === "en" ? "en" : "sv",
    officerId: typeof officerId === "string" ? officerId : "",
    deviceName: typeof deviceName === "string" ? deviceName : "",
    exercise: exerciseOf(exercise),
    renewedAt: typeof renewedAt === "number" ? renewedAt : 0,
    shown: Array.isArray(shown) ? shown.filter((each) => typeof each === "string").slice(-shown_max) : [],
  };
}

export async function readDevice(): Promise<Device> {
  try {
    const kept = await (await caches.open(cache)).match(at);
    return deviceOf(await kept?.json());
  } catch {
    return unknownDevice;
  }
}

export async function changeDevice(part: Partial<Device>): Promise<void> {
  try {
    const next = deviceOf({ ...(await readDevice()), ...part });
    await (await caches.open(cache)).put(at, new Response(JSON.stringify(next)));
  } catch {
    // Storage is closed: Swedish is spoken, and a new subscription must be made by hand.
  }
}
