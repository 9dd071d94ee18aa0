// Who an alarm would go to, as the duties say it now.
import type { DutyView } from "../../gen/larm/v1/contact_pb";
import type { Channel } from "../../gen/larm/v1/domain_pb";
import { organisationOf, roleWordOf } from "../party";

export interface Audience {
  /** Of regions, in their order: those who are alarmed. */
  readonly duties: readonly DutyView[];
  /** Parties of which nobody is on duty. */
  readonly unmanned: readonly string[];
  readonly channels: readonly Channel[];
}

export function audienceOf(duties: ReadonlyMap<string, DutyView>, role: "tib" | "blood", regions: readonly string[]): Audience {
  const found = [...duties.values()]
    .filter((duty) => roleWordOf(duty.party) === role)
    .sort((a, b) => regions.indexOf(organisationOf(a.party)) - regions.indexOf(organisationOf(b.party)));
  return {
    duties: found,
    unmanned: found.filter((duty) => duty.officerId === "").map((duty) => duty.party),
    channels: [...new Set(found.flatMap((duty) => duty.channels))].sort((a, b) => a - b),
  };
}
