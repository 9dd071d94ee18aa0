// What the server knows of an incident's support, situation report and conferences, and of supplies: asked for beside the
// feed when something has happened that it depends on, and once a minute, since ages and dues change with time alone.
import { Asked } from "../api/asked.svelte";
import { conferenceService, situationService, supportService } from "../api/cooperation";
import type { GetConferencesReply } from "../gen/larm/v1/conference_pb";
import type { Event } from "../gen/larm/v1/event_pb";
import type { GetSituationReply } from "../gen/larm/v1/situation_pb";
import type { GetSuppliesReply, GetSupportReply } from "../gen/larm/v1/support_pb";
import { touchesConferences, touchesSituation, touchesSupplies, touchesSupport } from "../state/derive/cooperation";
import { hasNews } from "../state/derive/news";
import { app } from "./console.svelte";

const every_ms = 1_000;
/** Nearly every event is in it, and it is long. */
const situation_every_ms = 3_000;

export class Followed<Answer> {
  readonly asked: Asked<Answer>;
  #seen = -1n;
  #readIn = 0;

  constructor(
    ask: () => Promise<Answer>,
    private readonly touches: (event: Event) => boolean,
    private readonly atMostEvery_ms = every_ms,
  ) {
    this.asked = new Asked(ask, () => app.serverNow());
  }

  get answer(): Answer | undefined {
    return this.asked.answer;
  }

  /** In an effect. */
  follow(): void {
    const { world } = app;
    const minute = Math.floor((app.now_ms ?? 0) / 60_000);
    if (!app.mayAct || (minute === this.#readIn && !hasNews(world, this.#seen, this.touches))) {
      return;
    }
    this.#seen = world.seq;
    this.#readIn = minute;
    this.asked.readSoon(this.atMostEvery_ms);
  }
}

const known = new Map<string, unknown>();

/** Whoever signs in after somebody else sees nothing of what the other was told. */
function once<Answer>(what: string, make: () => Followed<Answer>): Followed<Answer> {
  const key = `${app.session.is === "in" ? app.session.session.sessionId : ""} ${what}`;
  const found = (known.get(key) as Followed<Answer> | undefined) ?? make();
  known.set(key, found);
  return found;
}

export function supportOf(incidentId: string): Followed<GetSupportReply> {
  return once(`support ${incidentId}`, () => new Followed(() => supportService.getSupport({ incidentId }), touchesSupport(incidentId)));
}

/** `number` 0: as it stands; else as it was sent, which never changes. */
export function situationOf(incidentId: string, number = 0): Followed<GetSituationReply> {
  const touches = number === 0 ? touchesSituation(incidentId) : () => false;
  return once(`situation ${incidentId} ${number}`, () => new Followed(() => situationService.getSituation({ incidentId, number }), touches, situation_every_ms));
}

export function conferencesOf(incidentId: string): Followed<GetConferencesReply> {
  return once(`conferences ${incidentId}`, () => new Followed(() => conferenceService.getConferences({ incidentId }), touchesConferences(incidentId)));
}

export function suppliesKnown(): Followed<GetSuppliesReply> {
  return once("supplies", () => new Followed(() => supportService.getSupplies({}), touchesSupplies));
}
