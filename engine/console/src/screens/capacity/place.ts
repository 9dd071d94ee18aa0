// Where in the screen one is: #/capacity/INCIDENT/TAB/ID. Without an incident it is the hospitals' register of every day.
import { links } from "../../app/shown";

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

/** While a component is made: the address of a place in the screen. */
export function hrefs(): (incidentId: string, tab: Tab, id?: string) => string {
  const hashOf = links();
  return (incidentId, tab, id = "") => hashOf("capacity", ...[incidentId, tab, id].filter((part) => part !== ""));
}
