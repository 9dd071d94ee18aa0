// What the server answered at an earlier moment: loaded with the playback.
import { createClient } from "@connectrpc/connect";
import { PlaybackService } from "../gen/larm/v1/playback_pb";
import { transport } from "./services";

export const playbackService = createClient(PlaybackService, transport);
