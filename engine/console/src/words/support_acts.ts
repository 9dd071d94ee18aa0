// What has happened with a request for support, act by act.
import { ResourceMessage, ResourceResponse, type SupportAct, SupportReportKind } from "../gen/larm/v1/support_pb";
import { unknownWord } from "./domain";
import type { Pair } from "./say.svelte";

const acts = {
  asked: ["begärde", "asked"],
  recalled: ["begär inte längre", "asks no longer"],
  offered: ["erbjöd", "offered"],
  provisional: ["erbjöd preliminärt", "offered provisionally"],
  declined: ["avböjde", "declined"],
  withdrew: ["tog tillbaka", "withdrew"],
  accepted: ["fick ja till", "was accepted for"],
  released: ["släppte", "released"],
  askedHome: ["begärde hem", "asked home"],
  left: ["på väg", "under way"],
  arrived: ["framme", "arrived"],
} as const satisfies Record<string, Pair>;

const byReport: Partial<Record<SupportReportKind, Pair>> = {
  [SupportReportKind.UNDER_WAY]: acts.left,
  [SupportReportKind.ARRIVED]: acts.arrived,
  [SupportReportKind.WITHDRAWN]: acts.withdrew,
  [SupportReportKind.RETURN_ASKED]: acts.askedHome,
};

const byResponse: Partial<Record<ResourceResponse, Pair>> = {
  [ResourceResponse.ACCEPT]: acts.offered,
  [ResourceResponse.PROVISIONAL]: acts.provisional,
  [ResourceResponse.DECLINE]: acts.declined,
};

export function resourceActWord({ message, response, report, recalls }: SupportAct): Pair {
  const reported = byReport[report];
  if (reported) {
    return reported;
  }
  switch (message) {
    case ResourceMessage.REQUEST_RESOURCE:
      return recalls ? acts.recalled : acts.asked;
    case ResourceMessage.RESPONSE_TO_REQUEST_RESOURCE:
      return byResponse[response] ?? unknownWord;
    case ResourceMessage.COMMIT_RESOURCE:
      return acts.accepted;
    case ResourceMessage.RELEASE_RESOURCE:
      return acts.released;
    default:
      return unknownWord; // of a newer server
  }
}
