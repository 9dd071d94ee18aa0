// A live alarm that reaches this device by push while its page is in an exercise: the page's session knows nothing of it.
// What the push said, until somebody has answered it or put it aside.
export interface LiveAlarm {
  /** As the notification has them. */
  readonly title: string;
  readonly body: string;
  /** Answers without a session: "/a/...". */
  readonly answerPath: string;
}

/** Of what a worker's message or a notification carries. */
export function liveAlarmIn(data: unknown): LiveAlarm | undefined {
  if (typeof data !== "object" || data === null) {
    return undefined;
  }
  const { kind, incident, title, body, answerPath } = data as Record<string, unknown>;
  const isLive = kind === "live" && typeof incident === "string" && incident !== "";
  const isWhole = typeof title === "string" && typeof body === "string" && typeof answerPath === "string" && answerPath.startsWith("/a/");
  return isLive && isWhole ? { title, body, answerPath } : undefined;
}

class BreakIn {
  /** The latest. */
  alarm = $state.raw<LiveAlarm | undefined>(undefined);

  take(data: unknown): void {
    this.alarm = liveAlarmIn(data) ?? this.alarm;
  }

  putAside(): void {
    this.alarm = undefined;
  }
}

export const breakIn = new BreakIn();
