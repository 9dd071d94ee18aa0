// Moves the world on by frames of the feed, and sets an incident to what the server says it is.
import { create } from "@bufbuild/protobuf";
import type { DutyView } from "../gen/larm/v1/contact_pb";
import { IncidentPhase } from "../gen/larm/v1/domain_pb";
import { type GetIncidentReply, type IncidentView, IncidentViewSchema } from "../gen/larm/v1/incident_pb";
import type { WatchFrame, WatchSnapshot } from "../gen/larm/v1/watch_pb";
import { foldDuty } from "./fold_duty";
import { foldEvent } from "./fold_event";
import { foldExercise } from "./fold_exercise";
import { same, shared } from "./same";
import type { Entry, Incident, World } from "./world";

/** Frames must come in order, each event once: the feed sees to that. */
export function advance(world: World, frames: readonly WatchFrame[]): World {
  let next = world;
  let entries: Entry[] = [];
  for (const { seq, durability, frame } of frames) {
    switch (frame.case) {
      case "snapshot":
        next = fromSnapshot(next, seq, frame.value);
        entries = [];
        break;
      case "event": {
        const entry: Entry = { seq, durability, event: frame.value };
        entries.push(entry);
        next = withEvent(next, entry);
        break;
      }
      case "heartbeat":
        if (next.notice !== frame.value.notice) {
          next = { ...next, notice: frame.value.notice };
        }
        break;
      case "cut":
      case undefined:
        break;
    }
    if (next.durability !== durability) {
      next = { ...next, durability };
    }
  }
  return entries.length === 0 ? next : { ...next, entries: [...next.entries, ...entries] };
}

/** A snapshot replaces the state. The timeline stays where nothing is missing between it and the snapshot. */
function fromSnapshot(old: World, seq: bigint, snapshot: WatchSnapshot): World {
  const isContinued = old.seq === seq && old.entries.length > 0;
  const incidents = new Map<string, Incident>();
  for (const view of snapshot.incidents) {
    incidents.set(view.incidentId, { view, seq, toldSeq: seq });
  }
  return {
    seq,
    durability: old.durability,
    notice: old.notice, // of heartbeats: the next one says whether it still holds
    incidents,
    duties: new Map(snapshot.duties.map((duty: DutyView) => [duty.party, duty])),
    exercise: snapshot.exercise && { record: snapshot.exercise, leaptToUs: old.exercise?.leaptToUs ?? 0n },
    entries: isContinued ? old.entries : [],
    entriesAfter: isContinued ? old.entriesAfter : seq,
  };
}

function withEvent(world: World, entry: Entry): World {
  const { event, seq } = entry;
  const duties = foldDuty(world.duties, event);
  if (event.incidentId === "") {
    return { ...world, seq, duties, exercise: foldExercise(world.exercise, event) };
  }
  const known = world.incidents.get(event.incidentId);
  const incident = known ?? unknownIncident(event.incidentId);
  if (seq <= incident.seq) {
    return { ...world, seq, duties }; // the server has told of it already
  }
  const incidents = new Map(world.incidents);
  incidents.set(event.incidentId, { ...incident, seq, view: foldEvent(incident.view, event) });
  return { ...world, seq, duties, incidents };
}

function unknownIncident(incidentId: string): Incident {
  return {
    view: create(IncidentViewSchema, { incidentId, phase: IncidentPhase.UNSPECIFIED }),
    seq: 0n,
    toldSeq: 0n,
  };
}

/** Takes the server's word, and adds the events that have come since it was asked. */
export function rebase(world: World, reply: GetIncidentReply): World {
  const told = reply.incident;
  const known = told && world.incidents.get(told.incidentId);
  if (!told || !known || reply.seq < known.toldSeq) {
    return world;
  }
  let view = told;
  let seq = reply.seq;
  for (const entry of entriesAfter(world, reply.seq)) {
    if (entry.event.incidentId === told.incidentId) {
      view = foldEvent(view, entry.event);
      seq = entry.seq;
    }
  }
  const incidents = new Map(world.incidents);
  incidents.set(told.incidentId, { view: withOldParts(known.view, view), seq, toldSeq: reply.seq });
  return { ...world, incidents };
}

/** Most of what the server tells is as it was. */
function withOldParts(old: IncidentView, view: IncidentView): IncidentView {
  return {
    ...view,
    parties: shared(old.parties, view.parties, (each) => `${each.step} ${each.party}`),
    transports: shared(old.transports, view.transports, (each) => each.regionId),
    commitments: shared(old.commitments, view.commitments, (each) => each.commitmentId),
    ...(same(old.report, view.report) && old.report ? { report: old.report } : {}),
  };
}

function entriesAfter(world: World, seq: bigint): readonly Entry[] {
  // They are few and at the end.
  const index = world.entries.findLastIndex((entry) => entry.seq <= seq);
  return world.entries.slice(index + 1);
}
