// Plays an incident back: where one is, and how it stood there, which the server tells for each event. One question at a
// time: while it is under way only the latest wish is kept.
import { create } from "@bufbuild/protobuf";
import { type Fault, faultOf } from "../api/fault";
import { Durability } from "../gen/larm/v1/domain_pb";
import type { GetStateAtReply } from "../gen/larm/v1/session_pb";
import { WatchFrameSchema } from "../gen/larm/v1/watch_pb";
import { advance } from "../state/advance";
import { type Place, placeAt, spanOf, stepBack, stepOn } from "../state/derive/playback";
import { type Entry, unknownWorld, type World } from "../state/world";

export const rates = [1, 10, 60] as const;
/** Worlds that have been told, so that playing the same once more asks nothing. */
const kept_max = 200;

export type AskState = (seq: bigint) => Promise<GetStateAtReply>;

export class Player {
  entries = $state.raw<readonly Entry[]>([]);
  place = $state.raw<Place>({ at_ms: 0, index: 0 });
  /** The end of what can be played. */
  until_ms = $state(0);
  rate = $state<(typeof rates)[number]>(1);
  isPlaying = $state(false);
  fault = $state.raw<Fault | undefined>(undefined);
  #told = $state.raw<{ readonly index: number; readonly world: World } | undefined>(undefined);
  #isAsking = false;
  /** What playing has run ahead of the second that is shown. */
  #ahead_ms = 0;
  readonly #known = new Map<bigint, World>();

  constructor(private readonly ask: AskState) {}

  readonly span = $derived(spanOf(this.entries, this.until_ms));

  /** How it stood there; undefined while the server is asked for it. */
  get world(): World | undefined {
    return this.#told?.index === this.place.index ? this.#told.world : undefined;
  }

  /** The last that was told, whatever the place. */
  get lastWorld(): World | undefined {
    return this.#told?.world;
  }

  open(entries: readonly Entry[], until_ms: number): void {
    this.entries = entries;
    this.until_ms = until_ms;
    this.#told = undefined;
    this.#known.clear();
  }

  go(place: Place): void {
    this.#ahead_ms = 0;
    this.place = place;
    void this.want();
  }

  goAt(at_ms: number): void {
    this.go(placeAt(this.entries, Math.min(at_ms, this.span.to_ms)));
  }

  step(direction: 1 | -1): void {
    this.isPlaying = false;
    this.go((direction > 0 ? stepOn : stepBack)(this.entries, this.place));
  }

  toggle(): void {
    const isAtEnd = this.place.at_ms >= this.span.to_ms;
    this.isPlaying = !this.isPlaying && !isAtEnd;
  }

  /** So much real time has passed. */
  tick(passed_ms: number): void {
    if (!this.isPlaying || this.entries.length === 0) {
      return;
    }
    const ahead = this.#ahead_ms + passed_ms * this.rate;
    const at = Math.min(this.place.at_ms + ahead, this.span.to_ms);
    const next = placeAt(this.entries, at);
    // Of several events in the second where it began, none is played twice.
    this.place = next.index < this.place.index ? this.place : next;
    this.#ahead_ms = at - this.place.at_ms;
    this.isPlaying = at < this.span.to_ms;
    void this.want();
  }

  /** How it stands at the place where one is. */
  async want(): Promise<void> {
    if (this.#isAsking) {
      return;
    }
    this.#isAsking = true;
    try {
      for (let wanted = this.entries[this.place.index]; wanted; ) {
        const { entries } = this;
        const index = this.place.index;
        const world = this.#known.get(wanted.seq) ?? worldOf(await this.ask(wanted.seq));
        if (entries === this.entries) {
          this.#keep(wanted.seq, world);
          this.#told = { index, world };
          this.fault = undefined;
        }
        const now = this.entries[this.place.index];
        wanted = now?.seq === wanted.seq && entries === this.entries ? undefined : now;
      }
    } catch (error) {
      this.fault = faultOf(error);
      this.isPlaying = false;
    } finally {
      this.#isAsking = false;
    }
  }

  #keep(seq: bigint, world: World): void {
    this.#known.delete(seq);
    this.#known.set(seq, world);
    if (this.#known.size > kept_max) {
      this.#known.delete(this.#known.keys().next().value as bigint);
    }
  }
}

export function worldOf({ seq, snapshot }: GetStateAtReply): World {
  const frame = snapshot ? ({ case: "snapshot", value: snapshot } as const) : { case: undefined };
  return advance(unknownWorld, [create(WatchFrameSchema, { seq, durability: Durability.LOCAL, frame })]);
}
