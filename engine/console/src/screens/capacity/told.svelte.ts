// What the server says of capacity, moves and triage, and what of it needs an act of whoever looks: the same wherever it is
// shown.
import { capacityOf, transfersOf, triageOf } from "../../app/care.svelte";
import type { Shown } from "../../app/shown";
import type { IncidentView } from "../../gen/larm/v1/incident_pb";
import { regionOfHospital } from "../../words/capacity_names";
import { type Act, actsFor } from "./acts";

interface At {
  /** "": of all that are open. */
  readonly incidentId: string;
  readonly view: IncidentView | undefined;
}

/** While a component is made: it is followed as long as that is there. */
export class CareTold {
  readonly capacity = $derived.by(() => this.app.answers?.capacity ?? capacityOf(this.at().incidentId));
  readonly moves = $derived.by(() => this.#ofIncident((id) => this.app.answers?.transfers ?? transfersOf(id)));
  readonly triage = $derived.by(() => this.#ofIncident((id) => this.app.answers?.triage ?? triageOf(id)));

  constructor(
    private readonly app: Shown,
    private readonly at: () => At,
  ) {
    $effect(() => this.capacity.follow());
    $effect(() => this.moves?.follow());
    $effect(() => this.triage?.follow());
  }

  readonly acts = $derived.by((): Act[] =>
    actsFor({
      session: this.app.who,
      view: this.at().view,
      capacity: this.capacity.now,
      moves: this.moves?.now,
      triage: this.triage?.now,
      nowUs: this.app.nowUs,
      regionOf: this.regionOf,
    }),
  );

  /** As the server says it; the rule pack may not be there. */
  readonly regionOf = (hospital: string): string => this.capacity.now?.hospitals.find((each) => each.hospitalId === hospital)?.regionId ?? regionOfHospital(hospital);

  #ofIncident<Told>(of: (incidentId: string) => Told): Told | undefined {
    const { view } = this.at();
    return view && of(view.incidentId);
  }
}
