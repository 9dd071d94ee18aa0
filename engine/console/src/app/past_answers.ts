// What the server answered of an incident at an earlier moment, for screens that otherwise follow what it answers now.
import type { Asked } from "../api/asked.svelte";
import type { GetBloodReply } from "../gen/larm/v1/blood_pb";
import type { GetCapacityReply } from "../gen/larm/v1/capacity_calls_pb";
import type { GetConferencesReply } from "../gen/larm/v1/conference_calls_pb";
import type { GetAnswersAtReply } from "../gen/larm/v1/playback_pb";
import type { GetSituationReply } from "../gen/larm/v1/situation_calls_pb";
import type { GetSuppliesReply, GetSupportReply } from "../gen/larm/v1/support_calls_pb";
import type { GetTransfersReply } from "../gen/larm/v1/transfer_calls_pb";
import type { GetTriageReply } from "../gen/larm/v1/triage_calls_pb";

/** What of an answer a screen needs: followed, or of an earlier moment. */
export interface Known<Answer> {
  readonly now: Answer | undefined;
  /** Not there where nothing is asked anew. */
  readonly asked?: Asked<Answer>;
  /** In an effect. */
  follow(): void;
}

export interface PastAnswers {
  readonly capacity: Known<GetCapacityReply>;
  readonly transfers: Known<GetTransfersReply>;
  readonly triage: Known<GetTriageReply>;
  readonly blood: Known<GetBloodReply>;
  readonly support: Known<GetSupportReply>;
  readonly supplies: Known<GetSuppliesReply>;
  readonly situation: Known<GetSituationReply>;
  readonly conferences: Known<GetConferencesReply>;
}

/** `last`: what has been told last. */
export function pastAnswers(last: () => GetAnswersAtReply | undefined): PastAnswers {
  const of = <Answer>(read: (all: GetAnswersAtReply) => Answer | undefined): Known<Answer> => ({
    get now() {
      const all = last();
      return all && read(all);
    },
    follow: () => undefined, // the player asks
  });
  return {
    capacity: of((all) => all.capacity),
    transfers: of((all) => all.transfers),
    triage: of((all) => all.triage),
    blood: of((all) => all.blood),
    support: of((all) => all.support),
    supplies: of((all) => all.supplies),
    situation: of((all) => all.situation),
    conferences: of((all) => all.conferences),
  };
}
