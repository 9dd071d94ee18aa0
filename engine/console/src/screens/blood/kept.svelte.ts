// A draft that outlives the page, and whether it waits to be sent.
import { app } from "../../app/console.svelte";
import { type Queued, queued } from "../../app/queued.svelte";
import { type BloodDraft, type DraftOf, emptyDraft, keepDraft, loadDraft } from "./draft";

export class KeptDraft {
  now = $state<BloodDraft>(emptyDraft);
  /** False where the device keeps nothing. */
  hasRoom = $state(true);

  constructor(
    private readonly what: DraftOf,
    private readonly incidentId: string,
    private readonly party: string,
    first: BloodDraft = emptyDraft,
  ) {
    this.now = loadDraft(what, incidentId, party) ?? first;
  }

  get waiting(): Queued | undefined {
    return queued.of(this.incidentId, this.party, this.what);
  }

  /** In an effect: at every key. */
  save(step: string): void {
    this.hasRoom = keepDraft(this.what, this.incidentId, this.party, { ...$state.snapshot(this.now), step: step || this.now.step });
  }

  /** It is to be sent when somebody can. */
  wait(isNo: boolean): void {
    this.now = { ...this.now, isNo };
    queued.put({ incidentId: this.incidentId, party: this.party, what: this.what, screen: "blood", at_ms: app.serverNow() });
  }

  drop(): void {
    this.now = emptyDraft;
    queued.drop(this.incidentId, this.party, this.what);
  }
}
