// The tables that are loaded later, as one.
import type { Event } from "../gen/larm/v1/event_pb";
import { capacityEvent } from "./capacity_events";
import { cooperationEvent } from "./cooperation_events";
import { exerciseEvent } from "./exercise_events";

export function laterEvent(event: Event): string | undefined {
  return capacityEvent(event) ?? cooperationEvent(event) ?? exerciseEvent(event);
}
