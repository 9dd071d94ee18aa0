// Plays an incident back: where one is, how it stood there, which the server tells for each event, and what it answered of
// the part that is looked at. One question at a time: while it is under way only the latest wish is kept.
import { create } from "@bufbuild/protobuf";
import { type Fault, faultOf } from "../api/fault";
import { Durability } from "../gen/larm/v1/domain_pb";
import type { GetAnswersAtReply } from "../gen/larm/v1/playback_pb";
import type { GetStateAtReply } from "../gen/larm/v1/session_pb";
import { WatchFrameSchema } from "../gen/larm/v1/watch_pb";
import { advance } from "../state/advance";
import { type Moment, momentOf, type Pane, type Place, placeAt, spanOf, stepBack, stepOn } from "../state/derive/playback";
import { type Entry, unknownWorld, type World } from "../state/world";

export const rates = [1, 10, 60] as const;
/** Worlds that have been told, so that playing the same once more asks nothing. */
const kept_max = 200;
/** Answers are long. */
const kept_answers_max = 40;
/** While it plays, answers are asked for about once a second: ticks are a little early now and then. */
const answers_every_ms = 900;

export type AskState = (seq: bigint) => Promise<GetStateAtReply>;
export type AskAnswers = (moment: Moment, pane: Pane) => Promise<GetAnswersAtReply>;

interface Wish {
  readonly key: string;
  readonly moment: Moment;
  readonly pane: Pane;
  readonly at_ms: number;
}

export class Player {
  entries = $state.raw<readonly Entry[]>([]);
  place = $state.raw<Place>({ at_ms: 0, index: 0 });
  /** The end of what can be played. */
  until_ms = $state(0);
  rate = $state<(typeof rates)[number]>(1);
  isPlaying = $state(false);
  fault = $state.raw<Fault | undefined>(undefined);
  #told = $state.raw<{ readonly index: number; readonly world: World; readonly at_ms: number } | undefined>(undefined);
  /** What is looked at beside the board. */
  #pane = $state.raw<Pane | undefined>(undefined);
  #answered = $state.raw<{ readonly wish: Wish; readonly reply: GetAnswersAtReply } | undefined>(undefined);
  #isAsking = false;
  #known_ms = 0;
  /** What playing has run ahead of the second that is shown. */
  #ahead_ms = 0;
  #sinceAnswers_ms = Infinity;
  readonly #known = new Map<bigint, World>();
  readonly #knownAnswers = new Map<string, GetAnswersAtReply>();

  constructor(
    private readonly ask: AskState,
    private readonly askAnswers: AskAnswers,
  ) {}

  readonly span = $derived(spanOf(this.entries, this.until_ms));
  readonly #wish = $derived(this.#wishOf(this.#pane));

  /** How it stood there; undefined while the server is asked for it. */
  get world(): World | undefined {
    return this.#told?.index === this.place.index ? this.#told.world : undefined;
  }

  /** The last that was told, whatever the place. */
  get lastWorld(): World | undefined {
    return this.#told?.world;
  }

  /** What the server answered last of the pane that is looked at, whatever the place. */
  get lastAnswers(): GetAnswersAtReply | undefined {
    return this.#answered?.wish.pane === this.#pane ? this.#answered?.reply : undefined;
  }

  /** What is shown is of the place where one is. */
  get isThere(): boolean {
    return this.world !== undefined && (this.#wish === undefined || this.#answered?.wish.key === this.#wish.key);
  }

  /** Of when what is shown is: while it plays, and while the server is asked, of a little before the place. */
  get shown_ms(): number {
    if (this.isThere) {
      return this.place.at_ms;
    }
    const board_ms = this.world ? this.place.at_ms : (this.#told?.at_ms ?? this.place.at_ms);
    return this.lastAnswers ? (this.#answered?.wish.at_ms ?? board_ms) : board_ms;
  }

  /** `known_ms`: what has happened since then is not known. */
  open(entries: readonly Entry[], until_ms: number, known_ms: number): void {
    this.entries = entries;
    this.until_ms = until_ms;
    this.#known_ms = known_ms;
    this.#told = undefined;
    this.#answered = undefined;
    this.#known.clear();
    this.#knownAnswers.clear();
  }

  show(pane: Pane | undefined): void {
    this.#pane = pane;
    this.#sinceAnswers_ms = Infinity;
    void this.want();
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
    void this.want();
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
    this.#sinceAnswers_ms += passed_ms;
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
      for (let question = this.#next(); question; question = this.#next()) {
        await question();
        this.fault = undefined;
      }
    } catch (error) {
      this.fault = faultOf(error);
      this.isPlaying = false;
    } finally {
      this.#isAsking = false;
    }
  }

  /** The board first: the rest is shown in its frame. */
  #next(): (() => Promise<void>) | undefined {
    const { index } = this.place;
    const seq = this.entries[index]?.seq;
    if (seq !== undefined && this.#told?.index !== index) {
      const { at_ms } = this.place;
      return () => this.#askWorld(seq, index, at_ms);
    }
    const wish = this.#wish;
    const isDue = !this.isPlaying || this.#sinceAnswers_ms >= answers_every_ms;
    return wish && isDue && this.#answered?.wish.key !== wish.key ? () => this.#askPane(wish) : undefined;
  }

  async #askWorld(seq: bigint, index: number, at_ms: number): Promise<void> {
    const { entries } = this;
    const world = this.#known.get(seq) ?? worldOf(await this.ask(seq));
    if (entries === this.entries) {
      keep(this.#known, seq, world, kept_max);
      this.#told = { index, world, at_ms };
    }
  }

  async #askPane(wish: Wish): Promise<void> {
    const { entries } = this;
    this.#sinceAnswers_ms = 0;
    const reply = this.#knownAnswers.get(wish.key) ?? (await this.askAnswers(wish.moment, wish.pane));
    if (entries === this.entries) {
      keep(this.#knownAnswers, wish.key, reply, kept_answers_max);
      this.#answered = { wish, reply };
    }
  }

  #wishOf(pane: Pane | undefined): Wish | undefined {
    const moment = pane && momentOf(this.entries, this.place, this.#known_ms);
    return pane && moment && { key: `${pane} ${"seq" in moment ? `seq ${moment.seq}` : moment.atUs}`, moment, pane, at_ms: this.place.at_ms };
  }
}

/** The longest unused go. */
function keep<Key, Value>(known: Map<Key, Value>, key: Key, value: Value, max: number): void {
  known.delete(key);
  known.set(key, value);
  if (known.size > max) {
    known.delete(known.keys().next().value as Key);
  }
}

export function worldOf({ seq, snapshot }: GetStateAtReply): World {
  const frame = snapshot ? ({ case: "snapshot", value: snapshot } as const) : { case: undefined };
  return advance(unknownWorld, [create(WatchFrameSchema, { seq, durability: Durability.LOCAL, frame })]);
}
