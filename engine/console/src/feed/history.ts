// The events before the snapshot, for the timeline: the feed's log from its beginning up to `upTo`, read once over a
// socket of its own. Where the server's log does not reach back it answers with a snapshot: then they are not to be had.
import { fromBinary } from "@bufbuild/protobuf";
import { type WatchFrame, WatchFrameSchema } from "../gen/larm/v1/watch_pb";
import { type Surroundings } from "./feed";

const give_up_ms = 15_000;

/** Undefined where the server no longer has them. */
export function readHistory(
  url: (after: bigint | undefined) => string,
  upTo: bigint,
  around: Surroundings,
): Promise<readonly WatchFrame[] | undefined> {
  return new Promise((resolve) => {
    const frames: WatchFrame[] = [];
    const socket = around.open(url(0n), "larm.v1.proto");
    socket.binaryType = "arraybuffer";
    const finish = (result: readonly WatchFrame[] | undefined) => {
      cancel();
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
      resolve(result);
    };
    const cancel = around.after(give_up_ms, () => finish(undefined));
    socket.onclose = () => finish(undefined);
    socket.onmessage = (message) => {
      let frame: WatchFrame;
      try {
        frame = fromBinary(WatchFrameSchema, new Uint8Array(message.data as ArrayBuffer));
      } catch {
        return finish(undefined);
      }
      if (frame.frame.case === "event") {
        frames.push(frame);
      }
      if (frame.frame.case === "snapshot" || frame.frame.case === "cut") {
        finish(undefined);
      } else if (frame.seq >= upTo) {
        finish(frames.filter((each) => each.seq <= upTo));
      }
    };
  });
}
