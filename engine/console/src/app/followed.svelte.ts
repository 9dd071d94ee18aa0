// An answer of the server's that is asked for anew when something has happened that it depends on, at most once a second,
// and once a minute, since ages and forecasts change with time alone.
import { Asked } from "../api/asked.svelte";
import type { Event } from "../gen/larm/v1/event_pb";
import { hasNews } from "../state/derive/news";
import { app } from "./console.svelte";

const every_ms = 1_000;

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

  get now(): Answer | undefined {
    return this.asked.answer;
  }

  /** In an effect. */
  follow(): void {
    const { world } = app;
    // Not derived: it would die with the component that asked first.
    const minute = Math.floor((app.now_ms ?? 0) / 60_000);
    if (!app.mayAct || (minute === this.#readIn && !hasNews(world, this.#seen, this.touches))) {
      return;
    }
    this.#seen = world.seq;
    this.#readIn = minute;
    this.asked.readSoon(this.atMostEvery_ms);
  }
}

/** One for each key and party: whoever signs in after another party sees nothing of what that was told; whoever signs in again
    finds what was there, and the forms that stand in it. */
export function followedBy<Kept extends Followed<unknown>>(make: (key: string) => Kept): (key: string) => Kept {
  const known = new Map<string, Kept>();
  return (key) => {
    const { who } = app;
    const whose = [who?.world, who?.role, who?.organisation, key].join(" ");
    const found = known.get(whose) ?? make(key);
    known.set(whose, found);
    return found;
  };
}
