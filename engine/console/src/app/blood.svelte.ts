// What the server knows of an incident's blood: asked for beside the feed when something has happened that it depends on,
// and once a minute, since need and stock change with time alone.
import { Asked } from "../api/asked.svelte";
import { services } from "../api/services";
import type { BloodView, GetBloodReply } from "../gen/larm/v1/blood_pb";
import { hasBloodNews } from "../state/derive/blood";
import { app } from "./console.svelte";

const every_ms = 1_000;

class BloodOf {
  readonly asked: Asked<GetBloodReply>;
  #seen = -1n;
  #readIn = 0;
  // Not derived: it would die with the component that asked first.
  get #minute(): number {
    return Math.floor((app.now_ms ?? 0) / 60_000);
  }

  constructor(private readonly incidentId: string) {
    this.asked = new Asked(
      () => services.blood.getBlood({ incidentId }),
      () => app.serverNow(),
    );
  }

  get view(): BloodView | undefined {
    return this.asked.answer?.blood;
  }

  /** In an effect. */
  follow(): void {
    const { world } = app;
    const minute = this.#minute;
    if (!app.mayAct || (minute === this.#readIn && !hasBloodNews(world, this.#seen, this.incidentId))) {
      return;
    }
    this.#seen = world.seq;
    this.#readIn = minute;
    this.asked.readSoon(every_ms);
  }
}

const known = new Map<string, BloodOf>();

/** Whoever signs in after somebody else sees nothing of what the other was told. */
export function bloodOf(incidentId: string): BloodOf {
  const key = `${app.session.is === "in" ? app.session.session.sessionId : ""} ${incidentId}`;
  const found = known.get(key) ?? new BloodOf(incidentId);
  known.set(key, found);
  return found;
}
