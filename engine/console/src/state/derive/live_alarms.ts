// Live alarms that have reached this device by push while its page is in an exercise: which of them ask a human here to
// acknowledge. The page's session knows nothing of their world; what a step is, its rule pack says of both.
import { type Rules, stepKind } from "../rules";

export interface LiveNotice {
  /** One for each chase: a reminder takes the place of what it reminds of. */
  readonly key: string;
  readonly incident: string;
  readonly step: string;
  readonly party: string;
  /** As the notification has them. */
  readonly title: string;
  readonly body: string;
  /** Answers without a session: "/a/..."; empty: nothing is asked. */
  readonly answerPath: string;
}

/** Of what a worker's message or a notification carries; undefined where it is not of the live world's incidents. */
export function liveNoticeIn(data: unknown): LiveNotice | undefined {
  if (typeof data !== "object" || data === null) {
    return undefined;
  }
  const { kind, incident, title, body, answerPath, step, party } = data as Record<string, unknown>;
  if (kind !== "live" || typeof incident !== "string" || incident === "" || typeof title !== "string" || typeof body !== "string") {
    return undefined;
  }
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const path = text(answerPath);
  const at = { incident, step: text(step), party: text(party) };
  return { ...at, key: [at.incident, at.step, at.party].join(" "), title, body, answerPath: path.startsWith("/a/") ? path : "" };
}

export function withNotice(all: readonly LiveNotice[], notice: LiveNotice): LiveNotice[] {
  return all.some(({ key }) => key === notice.key) ? all.map((each) => (each.key === notice.key ? notice : each)) : [...all, notice];
}

/** What asks for an acknowledgement. The end of an alarm is none, and takes away what it ends. Unknown steps are alarms. */
export function waitingAlarms(all: readonly LiveNotice[], rules: Rules | undefined): LiveNotice[] {
  const isEnd = (notice: LiveNotice) => stepKind(rules, notice) === "end";
  const ended = new Set(all.filter(isEnd).map(({ incident }) => incident));
  return all.filter((each) => each.answerPath !== "" && !ended.has(each.incident));
}
