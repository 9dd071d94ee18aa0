// The feed client against a socket and clocks that the test moves.
import { create, toBinary } from "@bufbuild/protobuf";
import { beforeEach, describe, expect, it } from "vitest";
import { waitBeforeTry } from "../src/feed/backoff";
import { Feed, type Surroundings } from "../src/feed/feed";
import { linkOf } from "../src/feed/link";
import { type WatchFrame, WatchFrameSchema } from "../src/gen/larm/v1/watch_pb";
import { nightBytes, nightFrames } from "./night";

class Socket {
  binaryType = "";
  onmessage: ((message: { data: ArrayBuffer }) => void) | null = null;
  onclose: ((closed: { code: number }) => void) | null = null;
  isClosed = false;
  constructor(readonly url: string) {}
  close() {
    this.isClosed = true;
  }
  send(bytes: Uint8Array<ArrayBuffer>) {
    this.onmessage?.({ data: bytes.slice().buffer });
  }
  drop(code = 1006) {
    this.onclose?.({ code });
  }
}

class World implements Surroundings {
  now = 1_000;
  wall = 5_000;
  online = true;
  sockets: Socket[] = [];
  timers: { at: number; call: () => void }[] = [];
  clock = { steady: () => this.now, wall: () => this.wall };
  open(url: string) {
    const socket = new Socket(url);
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  }
  after(ms: number, call: () => void) {
    const timer = { at: this.now + ms, call };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }
  isOnline() {
    return this.online;
  }
  random() {
    return 0.5;
  }
  get last() {
    return this.sockets.at(-1) as Socket;
  }
  pass(ms: number, each_ms = 100) {
    for (let gone = 0; gone < ms; gone += each_ms) {
      this.now += each_ms;
      this.wall += each_ms;
      const due = this.timers.filter((timer) => timer.at <= this.now);
      this.timers = this.timers.filter((timer) => timer.at > this.now);
      due.forEach((timer) => timer.call());
      feed.tick();
    }
  }
}

let world: World;
let feed: Feed;
let taken: WatchFrame[];
let isSignedOut: boolean;

const events = nightFrames.flatMap((frame, i) => (frame.frame.case === "event" ? [i] : []));
const snapshotAt = nightFrames.findIndex((frame) => frame.frame.case === "snapshot");
const bytesAt = (i: number | undefined) => nightBytes[i ?? 0] as Uint8Array<ArrayBuffer>;
const seqs = () => taken.filter((frame) => frame.frame.case === "event").map((frame) => frame.seq);
const heartbeat = (seq: bigint) =>
  toBinary(WatchFrameSchema, create(WatchFrameSchema, { seq, serverTime: BigInt(world.now) * 1000n, frame: { case: "heartbeat", value: {} } }));

beforeEach(() => {
  world = new World();
  taken = [];
  isSignedOut = false;
  feed = new Feed(
    (after) => `ws://daemon/v1/watch?after=${after ?? ""}`,
    { onFrames: (frames) => taken.push(...frames), isSignedOut: async () => isSignedOut },
    world,
  );
  feed.start();
});

function begin(count: number) {
  world.last.send(bytesAt(snapshotAt));
  for (const i of events.slice(0, count)) {
    world.last.send(bytesAt(i));
  }
  world.pass(200);
}

describe("the feed", () => {
  it("hands on the snapshot and every event, in order", () => {
    begin(10);
    expect(seqs()).toEqual(events.slice(0, 10).map((i) => nightFrames[i]?.seq));
    expect(feed.link.word).toBe("connected");
  });

  it("drops what it has had already", () => {
    begin(10);
    world.last.send(bytesAt(events[3]));
    world.last.send(bytesAt(events[9]));
    world.pass(200);
    expect(seqs().length).toBe(10);
    expect(world.sockets.length).toBe(1);
  });

  it("asks again from the last event where one is missing", () => {
    begin(10);
    world.last.send(bytesAt(events[11]));
    world.pass(500);
    expect(world.sockets.length).toBe(2);
    expect(world.last.url).toContain(`after=${nightFrames[events[9] ?? 0]?.seq}`);
    world.last.send(bytesAt(events[10]));
    world.last.send(bytesAt(events[11]));
    world.pass(200);
    expect(seqs()).toEqual(events.slice(0, 12).map((i) => nightFrames[i]?.seq));
  });

  it("notices by a heartbeat that events were lost", () => {
    begin(5);
    world.last.send(heartbeat((nightFrames[events[4] ?? 0]?.seq ?? 0n) + 1n));
    world.pass(500);
    expect(world.sockets.length).toBe(2);
  });

  it("says delayed after 3 s of silence and disconnected after 10, and opens another socket meanwhile", () => {
    begin(1);
    world.pass(2_500);
    expect(feed.link.word).toBe("connected");
    world.pass(700);
    expect(feed.link.word).toBe("delayed");
    world.pass(8_000);
    expect(feed.link.word).toBe("disconnected");
    expect(world.sockets.length).toBeGreaterThan(1);
    expect(world.sockets[0]?.isClosed).toBe(true);
  });

  it("says so at once where the socket closes, and comes back by itself", () => {
    begin(3);
    world.last.drop();
    expect(feed.link.word).toBe("delayed");
    world.pass(1_000);
    world.last.drop();
    expect(feed.link.word).toBe("disconnected");
    world.pass(3_000);
    world.last.send(bytesAt(events[3]));
    world.pass(200);
    expect(feed.link.word).toBe("connected");
    expect(seqs().length).toBe(4);
  });

  it("takes a snapshot in place of what it knew", () => {
    begin(6);
    world.last.drop(1001);
    world.pass(1_000);
    world.last.send(bytesAt(snapshotAt));
    world.pass(200);
    expect(taken.at(-1)?.frame.case).toBe("snapshot");
    world.last.send(bytesAt(events[0]));
    world.pass(200);
    expect(seqs().at(-1)).toBe(nightFrames[events[0] ?? 0]?.seq);
  });

  it("survives rubbish by asking again", () => {
    begin(2);
    world.last.send(new Uint8Array([0xff, 0xff, 0xff, 0xff]));
    world.pass(1_000);
    expect(world.sockets.length).toBe(2);
    expect(seqs().length).toBe(2);
  });

  it("counts sleep into the age: a laptop that was closed is not up to date", () => {
    begin(2);
    world.wall += 60_000; // the steady clock stood still
    expect(feed.link.word).toBe("disconnected");
    feed.resume();
    expect(world.sockets.length).toBe(2);
  });

  it("does not reconnect on coming back where the data is fresh", () => {
    begin(2);
    feed.resume();
    expect(world.sockets.length).toBe(1);
  });

  it("stops trying when the session has ended, until it is resumed", async () => {
    isSignedOut = true;
    world.last.drop();
    await Promise.resolve();
    await Promise.resolve();
    expect(feed.link.word).toBe("signed_out");
    world.pass(20_000);
    expect(world.sockets.length).toBe(1);
    feed.resume();
    expect(world.sockets.length).toBe(2);
  });

  it("is disconnected while the device has no network", () => {
    begin(1);
    world.online = false;
    expect(feed.link.word).toBe("disconnected");
  });
});

describe("waiting and words", () => {
  it("waits longer each time, up to 5 s, and never the same for all", () => {
    const waits = [0, 1, 2, 3, 4, 5, 9].map((attempt) => waitBeforeTry(attempt, 1));
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(waitBeforeTry(4, 0)).toBe(2_000);
  });

  it("is connecting, not disconnected, before the first try has failed", () => {
    const facts = { hasFrames: false, age_ms: undefined, failures: 0, isOnline: true, isSignedOut: false };
    expect(linkOf(facts).word).toBe("connecting");
    expect(linkOf({ ...facts, failures: 1 }).word).toBe("disconnected");
  });
});
