// The services of support, situation reports and conferences, for the screens that are loaded with them.
import { createClient } from "@connectrpc/connect";
import { ConferenceService } from "../gen/larm/v1/conference_calls_pb";
import { SituationService } from "../gen/larm/v1/situation_calls_pb";
import { SupportService } from "../gen/larm/v1/support_calls_pb";
import { transport } from "./services";

export const supportService = createClient(SupportService, transport);
export const situationService = createClient(SituationService, transport);
export const conferenceService = createClient(ConferenceService, transport);
