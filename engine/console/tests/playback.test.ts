// An incident that is played back: places in time, the address, the keys, and that only the latest wish is asked for.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { Player, rates, worldOf } from "../src/app/player.svelte";
import { Durability } from "../src/gen/larm/v1/domain_pb";
import { EventSchema } from "../src/gen/larm/v1/event_pb";
import { type GetAnswersAtReply, GetAnswersAtReplySchema } from "../src/gen/larm/v1/playback_pb";
import { type GetStateAtReply, GetStateAtReplySchema } from "../src/gen/larm/v1/session_pb";
import { pagesOf, wishOf } from "../src/screens/playback/keys";
import { addressOf, addressOfEntry, type Moment, momentOf, placeAt, placeIn, placeOf, spanOf, splitAddress, stepBack, stepOn, ticksOf } from "../src/state/derive/playback";
import type { Entry } from "../src/state/world";
import { nightFrames } from "./night";

const start = Date.UTC(2026, 10, 26, 13, 7, 32);
const entry = (seq: number, after_ms: number, kind: MessageInitShape<typeof EventSchema>["kind"] = { case: "stepStarted", value: {} }): Entry => ({
  seq: BigInt(seq),
  event: create(EventSchema, { atUs: BigInt(start + after_ms) * 1000n + 7n, kind }),
  durability: Durability.LOCAL,
});
/** Two in the first second, one five seconds on, one two minutes on. */
const entries = [entry(3, 200), entry(4, 900, { case: "partyAcknowledged", value: {} }), entry(9, 5_100), entry(12, 120_000)];

describe("a place in the course of an incident", () => {
  it("has everything that had happened when its second was over, and nothing later", () => {
    expect(placeAt(entries, start)).toEqual({ at_ms: start, index: 1 });
    expect(placeAt(entries, start + 4_999)).toEqual({ at_ms: start + 4_000, index: 1 });
    expect(placeAt(entries, start + 5_000).index).toBe(2);
    expect(placeAt(entries, start + 900_000).index).toBe(3);
    expect(placeAt(entries, start - 60_000)).toEqual({ at_ms: start, index: 0 + 1 });
  });

  it("moves event by event, also within one second", () => {
    const first = placeOf(entries, 0);
    expect(first).toEqual({ at_ms: start, index: 0 });
    expect(stepOn(entries, first).index).toBe(1);
    expect(stepBack(entries, placeOf(entries, 2)).index).toBe(1);
    expect(stepBack(entries, first)).toEqual(first);
    expect(stepOn(entries, placeOf(entries, 3)).index).toBe(3);
  });

  it("goes back to the event that it stands after first", () => {
    expect(stepBack(entries, placeAt(entries, start + 60_000))).toEqual(placeOf(entries, 2));
  });

  it("reaches to what is known, and no further than the last event where it is over", () => {
    expect(spanOf(entries, 0)).toEqual({ from_ms: start, to_ms: start + 120_000 });
    expect(spanOf(entries, start + 500_500).to_ms).toBe(start + 500_000);
    expect(spanOf([], 0)).toEqual({ from_ms: 0, to_ms: 0 });
  });

  it("is in the address and comes back from it", () => {
    for (const place of [placeOf(entries, 0), placeOf(entries, 1), placeAt(entries, start + 61_000), placeOf(entries, 3)]) {
      expect(placeIn(entries, addressOf(entries, place))).toEqual(place);
    }
    expect(addressOf(entries, placeOf(entries, 1))).toEqual(["20261126T130732Z"]);
    expect(addressOf(entries, placeOf(entries, 0))).toEqual(["20261126T130732Z", "3"]);
    expect(entries.map((each) => placeIn(entries, addressOfEntry(each))?.index)).toEqual([0, 1, 2, 3]);
    expect(placeIn(entries, ["20261126T130732Z", "12"])).toEqual(placeAt(entries, start)); // another second's event
    for (const nonsense of [[], ["x"], ["2026-11-26"], ["", "3"]]) {
      expect(placeIn(entries, nonsense)).toBeUndefined();
    }
  });

  it("has what is shown of it behind it in the address", () => {
    const at = ["20261126T130732Z", "3"];
    expect(splitAddress(at)).toEqual({ moment: at, part: { pane: undefined, inside: [] } });
    expect(splitAddress([...at, "capacity", "triage", "dalarna"])).toEqual({ moment: at, part: { pane: "capacity", inside: ["triage", "dalarna"] } });
    expect(splitAddress(["blood"])).toEqual({ moment: [], part: { pane: "blood", inside: [] } });
    expect(splitAddress([]).part.pane).toBeUndefined();
  });

  it("is asked for to the end of its second, but not beyond what is known, and by number within a second", () => {
    const end = BigInt(start) * 1000n + 999_999n;
    expect(momentOf(entries, placeAt(entries, start), start + 900_000)).toEqual({ atUs: end });
    expect(momentOf(entries, placeAt(entries, start + 60_000), start + 900_000)).toEqual({ atUs: end + 60_000_000n });
    expect(momentOf(entries, placeOf(entries, 0), start + 900_000)).toEqual({ seq: 3n });
    // The last second is not over yet; an event of it is in it all the same.
    expect(momentOf(entries, placeOf(entries, 3), start + 120_400)).toEqual({ atUs: BigInt(start + 120_400) * 1000n });
    expect(momentOf(entries, placeOf(entries, 3), start + 119_000)).toEqual({ atUs: entries[3]?.event.atUs });
    expect(momentOf([], { at_ms: start, index: 0 }, start)).toBeUndefined();
  });

  it("has its ticks, one for each place, with what people did marked", () => {
    const ticks = ticksOf(entries, start, start + 120_000);
    expect(ticks.map(({ x }) => x)).toEqual([0, 42, 1000]);
    expect(ticks.map(({ isAct }) => isAct)).toEqual([true, false, false]);
    expect(ticksOf(Array.from({ length: 20_000 }, (_, i) => entry(i + 1, i * 100)), start, start + 2_000_000).length).toBeLessThanOrEqual(501);
  });
});

describe("its keys", () => {
  globalThis.document ??= { querySelector: () => null } as unknown as Document;
  globalThis.HTMLElement ??= class {} as typeof HTMLElement;
  globalThis.Element ??= class {} as typeof Element;
  globalThis.HTMLInputElement ??= class {} as typeof HTMLInputElement;
  const key = (name: string, more = {}, isOn = true) => wishOf({ key: name, ctrlKey: false, altKey: false, metaKey: false, target: null, ...more } as KeyboardEvent, isOn);

  it("move through time, and nothing else does", () => {
    expect(["ArrowLeft", "ArrowRight", " ", "Escape", "ArrowUp", "x"].map((name) => key(name))).toEqual(["former", "next", "toggle", "back", undefined, undefined]);
    expect(["ArrowLeft", "ArrowRight", " ", "Escape"].map((name) => key(name, { shiftKey: true }))).toEqual(["minuteBack", "minuteOn", undefined, undefined]);
  });

  it("leave the pages to the reader, also where the slider has the focus and would take them", () => {
    expect(["PageUp", "PageDown"].map((name) => key(name))).toEqual([undefined, undefined]);
    const slider = Object.assign(new HTMLInputElement(), { type: "range" });
    const pages = (name: string, more = {}) => pagesOf({ key: name, target: slider, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...more } as unknown as KeyboardEvent);
    expect([pages("PageUp"), pages("PageDown"), pages("ArrowLeft")]).toEqual([-1, 1, 0]);
    expect([pages("PageUp", { target: null }), pages("PageUp", { ctrlKey: true })]).toEqual([0, 0]);
  });

  it("are left alone with a modifier, where something else has taken them, and space where single keys are off", () => {
    for (const more of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { defaultPrevented: true }]) {
      expect(key("ArrowLeft", more)).toBeUndefined();
    }
    expect(key(" ", {}, false)).toBeUndefined();
    expect(key("ArrowLeft", {}, false)).toBe("former");
  });
});

/** Answers when it is told to. */
class Server {
  asked: bigint[] = [];
  #waiting: { done: (reply: GetStateAtReply) => void; fail: (error: Error) => void }[] = [];
  readonly ask = (seq: bigint) => {
    this.asked.push(seq);
    return new Promise<GetStateAtReply>((done, fail) => this.#waiting.push({ done, fail }));
  };
  async answer(): Promise<void> {
    this.#waiting.shift()?.done(create(GetStateAtReplySchema, { seq: this.asked.at(-1) ?? 0n, snapshot: {} }));
    await settled();
  }
  async fail(): Promise<void> {
    this.#waiting.shift()?.fail(new Error("no"));
    await settled();
  }
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Answers of care and cooperation at once, or not at all. */
class Care {
  asked: string[] = [];
  isDown = false;
  readonly ask = (moment: Moment, pane: string): Promise<GetAnswersAtReply> => {
    const at = "seq" in moment ? moment.seq : moment.atUs / 1_000_000n - BigInt(start / 1_000);
    this.asked.push(`${pane} ${"seq" in moment ? "seq " : ""}${at}`);
    return this.isDown ? Promise.reject(new Error("no")) : Promise.resolve(create(GetAnswersAtReplySchema, { seq: at }));
  };
}

function opened(): { player: Player; server: Server; care: Care } {
  const server = new Server();
  const care = new Care();
  const player = new Player(server.ask, care.ask);
  player.open(entries, 0, start + 900_000);
  return { player, server, care };
}

describe("the player", () => {
  it("asks one question at a time, and then the latest wish", async () => {
    const { player, server } = opened();
    player.go(placeOf(entries, 0));
    player.step(1);
    player.step(1);
    expect(server.asked).toEqual([3n]);
    expect(player.world).toBeUndefined();
    await server.answer();
    expect(server.asked).toEqual([3n, 9n]);
    expect(player.world).toBeUndefined(); // what is told is not what the band says
    await server.answer();
    expect(player.world?.seq).toBe(9n);
  });

  it("asks nothing twice, and nothing where nothing has happened", async () => {
    const { player, server } = opened();
    player.go(placeOf(entries, 2));
    await server.answer();
    player.goAt(start + 60_000);
    expect(player.world?.seq).toBe(9n);
    player.step(-1);
    player.step(-1);
    await server.answer();
    player.step(1);
    await settled();
    expect(server.asked).toEqual([9n, 4n]);
    expect(player.world?.seq).toBe(9n);
  });

  it("plays at its rate to the end and no further", async () => {
    const { player } = opened();
    player.go(placeAt(entries, start));
    player.toggle();
    for (let i = 0; i < 8; i += 1) {
      player.tick(250);
    }
    expect(player.place).toEqual({ at_ms: start + 2_000, index: 1 });
    player.rate = 60;
    player.tick(250);
    expect(player.place).toEqual({ at_ms: start + 17_000, index: 2 });
    player.tick(60_000);
    expect(player.place).toEqual({ at_ms: start + 120_000, index: 3 });
    expect(player.isPlaying).toBe(false);
    player.toggle();
    expect(player.isPlaying).toBe(false);
    expect(rates).toEqual([1, 10, 60]);
  });

  it("stays between the first event and the end", () => {
    const { player } = opened();
    player.goAt(0);
    expect(player.place.at_ms).toBe(start);
    player.goAt(start + 9_000_000);
    expect(player.place.at_ms).toBe(start + 120_000);
  });

  it("says that it cannot be had, and tries again", async () => {
    const { player, server } = opened();
    player.go(placeOf(entries, 1));
    player.toggle();
    await server.fail();
    expect(player.fault).toBeDefined();
    expect(player.isPlaying).toBe(false);
    void player.want();
    await server.answer();
    expect(player.fault).toBeUndefined();
    expect(player.world?.seq).toBe(4n);
  });

  it("asks what was answered of the part that is looked at, after the board, and of no other", async () => {
    const { player, server, care } = opened();
    player.go(placeOf(entries, 2));
    await server.answer();
    expect(care.asked).toEqual([]);
    expect(player.isThere).toBe(true);
    player.show("capacity");
    expect(player.isThere).toBe(false);
    await settled();
    expect(care.asked).toEqual(["capacity 5"]);
    expect(player.isThere).toBe(true);
    expect(player.lastAnswers?.seq).toBe(5n);
    player.show("blood");
    expect(player.lastAnswers).toBeUndefined(); // the other part's is not this one's
    await settled();
    player.show("capacity");
    await settled();
    expect(care.asked).toEqual(["capacity 5", "blood 5"]);
    player.show(undefined);
    player.goAt(start + 60_000);
    await settled();
    expect(care.asked).toHaveLength(2);
    expect(player.isThere).toBe(true);
  });

  it("asks for every second where it rests, also where nothing has happened: what is old grows older", async () => {
    const { player, server, care } = opened();
    player.go(placeOf(entries, 2));
    player.show("cooperation");
    await server.answer();
    player.goAt(start + 65_000);
    expect(player.isThere).toBe(false);
    expect(player.lastAnswers?.seq).toBe(5n); // and said to be of then meanwhile
    expect(player.shown_ms).toBe(start + 5_000);
    await settled();
    expect(player.isThere).toBe(true);
    expect(care.asked).toEqual(["cooperation 5", "cooperation 65"]);
    player.go(placeOf(entries, 0));
    await server.answer();
    expect(care.asked.at(-1)).toBe("cooperation seq 3");
  });

  it("asks about once a second while it plays, and for where it stops", async () => {
    const { player, server, care } = opened();
    player.go(placeOf(entries, 2));
    player.show("capacity");
    await server.answer();
    player.rate = 10;
    player.toggle();
    for (let i = 0; i < 10; i += 1) {
      player.tick(250);
      await settled();
    }
    expect(care.asked).toEqual(["capacity 5", "capacity 15", "capacity 25"]);
    expect(player.place.at_ms).toBe(start + 30_000);
    expect(player.isThere).toBe(false);
    expect(player.shown_ms).toBe(start + 25_000); // five seconds ago: that is said, and ages are of then
    player.toggle();
    await settled();
    expect(care.asked.at(-1)).toBe("capacity 30");
    expect(player.isThere).toBe(true);
  });

  it("says that answers cannot be had, keeps what was shown, and tries again", async () => {
    const { player, server, care } = opened();
    player.go(placeOf(entries, 2));
    player.show("blood");
    await server.answer();
    care.isDown = true;
    player.goAt(start + 9_000);
    await settled();
    expect(player.fault).toBeDefined();
    expect(player.isThere).toBe(false);
    expect(player.lastAnswers?.seq).toBe(5n);
    care.isDown = false;
    await player.want();
    expect(player.fault).toBeUndefined();
    expect(player.isThere).toBe(true);
  });

  it("shows what the feed's snapshot would have shown", () => {
    const frame = nightFrames.find((each) => each.frame.case === "snapshot");
    const snapshot = frame?.frame.case === "snapshot" ? frame.frame.value : undefined;
    const world = worldOf(create(GetStateAtReplySchema, { seq: 5n, ...(snapshot ? { snapshot } : {}) }));
    expect(world.seq).toBe(5n);
    expect([...world.incidents.keys()]).toEqual(snapshot?.incidents.map(({ incidentId }) => incidentId));
    expect(world.notice).toBe("");
  });
});
