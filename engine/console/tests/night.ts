// The recorded night: frames and views as the daemon sent them.
import { readFileSync } from "node:fs";
import { fromBinary } from "@bufbuild/protobuf";
import { type GetIncidentReply, GetIncidentReplySchema } from "../src/gen/larm/v1/incident_pb";
import { type WatchFrame, WatchFrameSchema } from "../src/gen/larm/v1/watch_pb";

const read = JSON.parse(readFileSync(new URL("./fixtures/night.json", import.meta.url), "utf8")) as {
  frames: string[];
  views: string[];
};
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

export const nightBytes: readonly Uint8Array<ArrayBuffer>[] = read.frames.map(bytes);
export const nightFrames: readonly WatchFrame[] = nightBytes.map((each) => fromBinary(WatchFrameSchema, each));
export const nightViews: readonly GetIncidentReply[] = read.views.map((each) =>
  fromBinary(GetIncidentReplySchema, bytes(each)),
);
