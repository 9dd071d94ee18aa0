// What the console knows of its world: a value. Made from a snapshot, moved on by frames (advance.ts), corrected by
// what GetIncident says (rebase). Every function here is pure: what has not changed keeps its identity, which is how
// the screens know what to draw anew.
import type { DutyView } from "../gen/larm/v1/contact_pb";
import { Durability } from "../gen/larm/v1/domain_pb";
import type { Event } from "../gen/larm/v1/event_pb";
import type { IncidentView } from "../gen/larm/v1/incident_pb";
import type { Exercise } from "./fold_exercise";

/** An event with its number. */
export interface Entry {
  readonly seq: bigint;
  readonly event: Event;
  readonly durability: Durability;
}

export interface Incident {
  readonly view: IncidentView;
  /** Events up to this number are in `view`. */
  readonly seq: bigint;
  /** The number at which the server last said the whole; `view` may lack what events do not carry when it is behind. */
  readonly toldSeq: bigint;
}

export interface World {
  readonly seq: bigint;
  /** How safe an event would be now. */
  readonly durability: Durability;
  /** That nobody is told from here, in Swedish, as the server said it last; empty: all is well. */
  readonly notice: string;
  /** By id; in the order in which they became known. */
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly duties: ReadonlyMap<string, DutyView>;
  /** Where the world is one. */
  readonly exercise: Exercise | undefined;
  /** Ascending, without holes. */
  readonly entries: readonly Entry[];
  /** Every event after this number is in `entries`. */
  readonly entriesAfter: bigint;
}

export const unknownWorld: World = {
  seq: 0n,
  durability: Durability.UNSPECIFIED,
  notice: "",
  incidents: new Map(),
  duties: new Map(),
  exercise: undefined,
  entries: [],
  entriesAfter: 0n,
};

/** The server tells nobody: what it notes as sent has left by no way. */
export const tellsNobody = ({ notice }: World): boolean => notice !== "";

/** Which incidents the server should be asked about: an event has touched them since it last told the whole. */
export function staleIncidents(world: World): string[] {
  return [...world.incidents].filter(([, incident]) => incident.seq > incident.toldSeq).map(([id]) => id);
}
