// Who is on duty, moved on by an event.
import { create } from "@bufbuild/protobuf";
import { type DutyView, DutyViewSchema } from "../gen/larm/v1/contact_pb";
import type { DutySeeded, Event } from "../gen/larm/v1/event_pb";

type Duties = ReadonlyMap<string, DutyView>;

export function foldDuty(duties: Duties, event: Event): Duties {
  const kind = event.kind;
  switch (kind.case) {
    case "dutyOffered":
      return changed(duties, kind.value.party, { offeredTo: kind.value.officerId });
    case "dutyAccepted":
      return changed(duties, kind.value.party, {
        officerId: kind.value.officerId,
        offeredTo: "",
        since: event.atUs,
        channels: [], // of another officer; told again by the next snapshot
      });
    case "dutySeeded":
      return seeded(duties, kind.value, event.atUs);
    case "contactsChanged":
      return kind.value.officers.reduce((all, officer) => seeded(all, officer, event.atUs), duties);
    default:
      return duties;
  }
}

function seeded(duties: Duties, officer: DutySeeded, atUs: bigint): Duties {
  const known = duties.get(officer.party);
  if (known?.officerId === officer.officerId) {
    return changed(duties, officer.party, { channels: officer.channels });
  }
  if (known === undefined || (officer.onDuty && known.officerId === "")) {
    return changed(duties, officer.party, {
      officerId: officer.onDuty ? officer.officerId : "",
      channels: officer.onDuty ? officer.channels : [],
      since: atUs,
    });
  }
  return duties;
}

function changed(duties: Duties, party: string, part: Partial<Omit<DutyView, "$typeName" | "$unknown">>): Duties {
  const next = new Map(duties);
  next.set(party, { ...(duties.get(party) ?? create(DutyViewSchema, { party })), ...part });
  return next;
}
