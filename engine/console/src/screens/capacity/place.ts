// Where in the screen one is: #/capacity/INCIDENT/TAB/ID. Without an incident it is the hospitals' register of every day.
import { hashOf } from "../../app/route.svelte";

export const tabs = ["plus", "forecast", "casualties", "transfers", "triage"] as const;
export type Tab = (typeof tabs)[number];

export interface Place {
  readonly incidentId: string | undefined;
  readonly tab: Tab | undefined;
  /** Of a hospital, a region. */
  readonly id: string | undefined;
}

export function placeOf(parts: readonly string[]): Place {
  const hasIncident = /^[0-9a-f-]{36}$/i.test(parts[0] ?? "");
  const [tab, id] = hasIncident ? parts.slice(1) : parts;
  return { incidentId: hasIncident ? parts[0] : undefined, tab: tabs.find((each) => each === tab), id: id || undefined };
}

export function hrefOf(incidentId: string, tab: Tab, id = ""): string {
  return hashOf("capacity", ...[incidentId, tab, id].filter((part) => part !== ""));
}
