// What a push looks like as a notification, and what its notification becomes. Pure: sw.ts shows it.
import { notice } from "../words/notice";
import type { Payload } from "./payload";

export type WorkerLanguage = "sv" | "en";

/** What a notification carries for the press on it. */
export interface NoticeData {
  readonly id: string;
  readonly kind: string;
  readonly incident: string;
  readonly step: string;
  readonly party: string;
  readonly answerPath: string;
  /** One for each notification: however often it is pressed, the daemon takes one answer. */
  readonly form: string;
  readonly title: string;
  readonly body: string;
}

/** With what TypeScript's lib does not know yet. */
export interface NoticeOptions extends NotificationOptions {
  actions: { action: "ack" | "open"; title: string }[];
  renotify: boolean;
  timestamp?: number;
  vibrate?: number[];
  data: NoticeData;
}

export interface Notice {
  readonly title: string;
  readonly options: NoticeOptions;
}

const icon = "/icons/icon-192.png";
const alarm_vibration = [600, 200, 600, 200, 600, 200, 600];

/** The same for every message of one chase, so that a reminder takes the place of what it reminds of. */
export function tagOf(kind: string, incident: string, step: string, party: string): string {
  return [kind || "live", incident, step, party].join(" ");
}

export function say(pair: readonly [string, string], language: WorkerLanguage): string {
  return pair[language === "en" ? 1 : 0];
}

function actions(canAcknowledge: boolean, language: WorkerLanguage): NoticeOptions["actions"] {
  const open = { action: "open" as const, title: say(notice.open, language) };
  return canAcknowledge ? [{ action: "ack", title: say(notice.acknowledge, language) }, open] : [open];
}

/** `isRepeat`: the very same push has been shown before; it is shown again, since every push must be, but quietly. */
export function noticeOf(payload: Payload | undefined, language: WorkerLanguage, form: string, isRepeat = false): Notice {
  if (!payload) {
    const title = say(notice.unreadTitle, language);
    const body = say(notice.unreadBody, language);
    const data = { id: "", kind: "", incident: "", step: "", party: "", answerPath: "", form, title, body };
    return { title, options: { ...loud, body, tag: "unread", lang: language, actions: actions(false, language), data } };
  }
  const text = payload.texts[language] ?? payload;
  const title = marked(text.title, payload.mark);
  const { id, kind, incident, step, party, answerPath } = payload;
  return {
    title,
    options: {
      ...loud,
      ...(isRepeat ? { renotify: false, silent: true } : { vibrate: alarm_vibration }),
      ...(payload.sentAt === undefined ? {} : { timestamp: payload.sentAt }),
      body: text.body,
      lang: text === payload ? "sv" : language,
      tag: payload.kind || payload.incident ? tagOf(kind, incident, step, party) : id || "unread",
      actions: actions(answerPath !== "", language),
      data: { id, kind, incident, step, party, answerPath, form, title, body: text.body },
    },
  };
}

const loud = { icon, badge: "/icons/badge-96.png", requireInteraction: true, renotify: true };

/** The daemon marks its texts; one that has lost its mark on the way is marked here. */
function marked(title: string, mark: string): string {
  return mark === "" || title.includes(mark) ? title : `${mark} ${title} ${mark}`;
}

/** How an acknowledgement from a notification went. */
export type AckResult =
  | { readonly is: "taken" | "refused"; readonly text: string }
  /** Nobody knows whether it was taken: it may be pressed again. */
  | { readonly is: "failed" };

/** Takes the place of the alarm's notification: no press is without an answer. `at`: "03:13". */
export function noticeAfter(result: AckResult, data: NoticeData, tag: string, language: WorkerLanguage, at: string): Notice {
  const { title, options } = outcomeOf(result, data, tag, language, at);
  return data.kind === "exercise" ? { title: around(title), options: { ...options, body: around(options.body ?? "") } } : { title, options };
}

/** First and last, as everything that an exercise says: what has been put around a marked text too. */
function around(text: string): string {
  const mark = "ÖVNING";
  return [text.startsWith(mark) ? "" : mark, text, text.endsWith(mark) ? "" : mark].filter(Boolean).join(" ");
}

function outcomeOf(result: AckResult, data: NoticeData, tag: string, language: WorkerLanguage, at: string): Notice {
  const same = { icon, badge: loud.badge, tag, lang: language, data };
  switch (result.is) {
    case "taken": {
      const isAlarm = data.incident !== "" && data.kind !== "rollcall";
      const body = [result.text, isAlarm ? say(notice.answerLeft, language) : ""].filter(Boolean).join("\n");
      return {
        title: `${say(notice.done, language).replace("{at}", at)}: ${data.title}`,
        options: { ...same, body, renotify: false, silent: true, requireInteraction: false, actions: actions(false, language) },
      };
    }
    case "refused":
      return {
        title: say(notice.refused, language),
        options: { ...same, body: `${result.text}\n${data.title}`, renotify: true, requireInteraction: true, actions: actions(false, language) },
      };
    case "failed":
      return {
        title: say(notice.failed, language),
        options: {
          ...same,
          body: `${say(notice.failedBody, language)}\n${data.title}`,
          renotify: true,
          requireInteraction: true,
          actions: [{ action: "ack", title: say(notice.again, language) }, ...actions(false, language)],
        },
      };
  }
}

/** Where a press on the notification leads: the alarm, or for what is no incident of the live world the page behind its link. */
export function addressOf(data: NoticeData): string {
  if ((data.kind === "rollcall" || data.kind === "exercise") && data.answerPath) {
    return data.answerPath;
  }
  if (data.kind === "exercise") {
    return "/#/"; // its incidents are none of a live console's
  }
  return data.incident ? `/#/alarm/${encodeURIComponent(data.incident)}` : "/#/";
}

/** What the page shows while it is hidden and no push has come: under the push's own tag, so that one alarm is one notice. */
export function pageNotice(kind: string, incident: string, step: string, party: string, title: string, body: string, language: WorkerLanguage): Notice {
  const data = { id: "", kind, incident, step, party, answerPath: "", form: "", title, body };
  return {
    title,
    options: { ...loud, body, lang: language, tag: tagOf(kind, incident, step, party), actions: actions(false, language), data },
  };
}
