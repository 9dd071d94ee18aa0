// Support between regions: what of a line is offered, taken and on its way, who has not answered it, and who may do what with
// an offer. Mirrors engine/core/support.cpp and authority_support.cpp; the server decides.
import type { Session } from "../../api/session";
import { Via } from "../../gen/larm/v1/domain_pb";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";
import type { SupportLineRecord, SupportOfferRecord, SupportRequestRecord } from "../../gen/larm/v1/support_pb";
import type { Rules } from "../rules";
import { isDutyOfficer, leads } from "./rights";
import { isAlarming, isOpen } from "./standing";

/** Where the units of an offer, or of all offers on a line, are. */
export interface Units {
  /** Offered and not accepted. */
  readonly open: number;
  /** Accepted and not left. */
  readonly waiting: number;
  readonly underWay: number;
  readonly arrived: number;
  readonly released: number;
  readonly withdrawn: number;
}

/** Accepted, whatever has become of it. */
export function acceptedOf({ waiting, underWay, arrived, released }: Units): number {
  return waiting + underWay + arrived + released;
}

/** With the region that asked, or on its way to it. */
export function heldOf({ waiting, underWay, arrived }: Units): number {
  return waiting + underWay + arrived;
}

export function unitsOf(line: SupportLineRecord): Units {
  const sum = (of: (offer: SupportOfferRecord) => number) => line.offers.reduce((all, offer) => all + of(offer), 0);
  return {
    open: sum((each) => each.open),
    waiting: sum((each) => each.waiting),
    underWay: sum((each) => each.underWay),
    arrived: sum((each) => each.arrived),
    released: sum((each) => each.released),
    withdrawn: sum((each) => each.withdrawn),
  };
}

/** What nobody has been taken at their word for yet. */
export function lacksOf(line: SupportLineRecord): number {
  return Math.max(0, line.quantity - acceptedOf(unitsOf(line)));
}

export type LineState = "cancelled" | "lacks" | "accepted" | "arrived";

export function lineState(line: SupportLineRecord): LineState {
  const units = unitsOf(line);
  if (line.cancelled) {
    return "cancelled";
  }
  if (lacksOf(line) > 0) {
    return "lacks";
  }
  return units.arrived + units.released >= line.quantity ? "arrived" : "accepted";
}

export function awaitsAnswer(line: SupportLineRecord, region: string): boolean {
  const isOfRegion = (said: { readonly regionId: string }) => said.regionId === region;
  return (
    !line.cancelled && lacksOf(line) > 0 && line.askedRegionIds.includes(region) && !line.offers.some(isOfRegion) && !line.declines.some(isOfRegion)
  );
}

export function awaitedLines(request: SupportRequestRecord, region: string): SupportLineRecord[] {
  return request.lines.filter((line) => awaitsAnswer(line, region));
}

/** Of one line, in the order in which they were asked. */
export function silentRegions(line: SupportLineRecord): string[] {
  return line.askedRegionIds.filter((region) => awaitsAnswer(line, region));
}

/** The region that one asks, offers and declines for; undefined: one does not. */
export function supportRegion(session: Session | undefined, rules: Rules | undefined): string | undefined {
  const isRegion = session !== undefined && isDutyOfficer(session) && (rules === undefined || rules.regions.includes(session.organisation));
  return isRegion ? session.organisation : undefined;
}

export function mayRequest(session: Session | undefined, view: IncidentView, rules: Rules | undefined): boolean {
  return isAlarming(view) && supportRegion(session, rules) !== undefined;
}

/** "voice": the stricken region's duty officers enter what was said by telephone or Rakel. */
export type Speaker = "own" | "voice" | "none";

export function speaksForRegion(session: Session | undefined, view: IncidentView, region: string): Speaker {
  if (session === undefined || !isDutyOfficer(session)) {
    return "none";
  }
  return session.organisation === region ? "own" : leads(session, view) ? "voice" : "none";
}

/** How an act for a region has come; `voice` where it was said to somebody else. */
export function viaOf(speaker: Speaker, voice: Via): Via {
  return speaker === "voice" ? voice : Via.CONSOLE;
}

export function isAsker(session: Session | undefined, request: SupportRequestRecord): boolean {
  return session !== undefined && isDutyOfficer(session) && session.organisation === request.regionId;
}

export type SupportAct = "accept" | "underWay" | "arrived" | "askHome" | "release" | "withdraw";

export interface Doable {
  readonly act: SupportAct;
  /** Of how many units it can be said. */
  readonly most: number;
}

/** The next thing first. */
export function supportActs(session: Session | undefined, view: IncidentView, request: SupportRequestRecord, offer: SupportOfferRecord): Doable[] {
  const isOurs = isAsker(session, request);
  const speaker = speaksForRegion(session, view, offer.regionId);
  const mayTell = speaker !== "none";
  const held = heldOf(offer);
  const all: [boolean, SupportAct, number][] = [
    [isOurs && isAlarming(view), "accept", offer.open],
    [mayTell, "underWay", offer.waiting],
    [mayTell || isOurs, "arrived", offer.waiting + offer.underWay],
    [isOurs, "release", held],
    [mayTell && !offer.returnAsked, "askHome", held],
    [mayTell, "withdraw", offer.open + offer.waiting],
  ];
  return isOpen(view) ? all.filter(([may, , most]) => may && most > 0).map(([, act, most]) => ({ act, most })) : [];
}

/** Those that wait for whoever looks first, then what still lacks, then the rest; newest first in each. */
export function requestsInOrder(requests: readonly SupportRequestRecord[], region: string | undefined): SupportRequestRecord[] {
  const weight = (request: SupportRequestRecord) => {
    const isMine = request.regionId === region && request.lines.some((line) => unitsOf(line).open > 0);
    if (region !== undefined && (awaitedLines(request, region).length > 0 || isMine)) {
      return 0;
    }
    return request.lines.some((line) => lineState(line) === "lacks") ? 1 : 2;
  };
  return [...requests].sort((a, b) => weight(a) - weight(b) || (a.requestedAtUs > b.requestedAtUs ? -1 : 1));
}
