// The parts that wait until the alarm itself is on the screen: they are loaded after it.
import { Part } from "../../app/part.svelte";
import type { BloodView } from "../../gen/larm/v1/blood_pb";
import type { IncidentView, PartyView } from "../../gen/larm/v1/incident_pb";

interface Of extends Record<string, unknown> {
  readonly view: IncidentView;
  readonly party: string;
}

export const country = {
  alarm: new Part<Of & { known: BloodView }>(() => import("./AlarmCountry.svelte")),
  standing: new Part<Of & { known: BloodView | undefined; entersFor: string | undefined }>(() => import("./Country.svelte")),
  question: new Part<Of & { known: BloodView | undefined; chase: PartyView }>(() => import("./Question.svelte")),
};
