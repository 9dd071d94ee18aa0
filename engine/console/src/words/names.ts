// Names that the rule pack holds: regions, organisations, steps. Until the daemon can be asked for the pack, these are
// the names of the pack that is delivered; what is not among them is shown by its id.
import { organisationOf, roleWordOf } from "../state/party";
import { Role } from "../gen/larm/v1/domain_pb";
import { partyRoles, roleWord } from "./domain";
import { type Pair, say } from "./say.svelte";

/** In the order and with the numbers of maps and keyboards. */
export const regions = ["dalarna", "gavleborg", "sormland", "uppsala", "varmland", "vastmanland", "orebro"] as const;

const regionNames: Record<string, string> = {
  dalarna: "Dalarna",
  gavleborg: "Gävleborg",
  sormland: "Sörmland",
  uppsala: "Uppsala",
  varmland: "Värmland",
  vastmanland: "Västmanland",
  orebro: "Örebro",
  socialstyrelsen: "Socialstyrelsen",
};

const stepNames: Record<string, Pair> = {
  regional_alarm: ["Larm till TiB", "Alarm to TiB"],
  transports: ["Sekundärtransporter", "Secondary transports"],
  blood_alarm: ["Larm till blodcentral", "Alarm to blood centre"],
  shortfall: ["Brist på transporter", "Shortfall of transports"],
  national_decision: ["Nationellt larm: beslut", "National alarm: decision"],
  national_alarm: ["Nationellt masskadelarm", "National mass-casualty alarm"],
  stand_down: ["Avlarmning", "Stand-down"],
  rescind: ["Återkallelse", "Rescission"],
};

export function regionName(id: string): string {
  return regionNames[id] ?? id;
}

/** 1 to 7; 0 for what has no number. */
export function regionNumber(id: string): number {
  return (regions as readonly string[]).indexOf(id) + 1;
}

export function stepName(id: string): string {
  const pair = stepNames[id];
  return pair ? say(pair) : id;
}

export function roleOf(party: string): Role {
  return partyRoles[roleWordOf(party)] ?? Role.UNSPECIFIED;
}

/** "TiB Dalarna" */
export function partyName(party: string): string {
  const role = roleOf(party);
  if (role === Role.UNSPECIFIED) {
    return party;
  }
  return role === Role.NATIONAL ? say(roleWord[role]) : `${say(roleWord[role])} ${regionName(organisationOf(party))}`;
}
