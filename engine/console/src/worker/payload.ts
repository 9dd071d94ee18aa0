// A push as the daemon writes it (engine/delivery/channels/web_push_payload.hpp), read without trusting it: whatever it
// lacks or mangles, something can be shown.

export interface Payload {
  /** The delivery's: by it a push that comes twice is known. */
  readonly id: string;
  /** "live", "exercise", "rollcall". */
  readonly kind: string;
  /** "ÖVNING", "PROV"; empty for live. */
  readonly mark: string;
  readonly incident: string;
  readonly step: string;
  readonly party: string;
  /** Path on our own origin, "/a/...", or "/o/WORLD/..." of an exercise; empty: it cannot be answered from here. */
  readonly answerPath: string;
  readonly asksForNumber: boolean;
  /** Milliseconds; undefined where it does not say. */
  readonly sentAt: number | undefined;
  readonly title: string;
  readonly body: string;
  /** In the other languages it has. */
  readonly texts: Readonly<Record<string, { readonly title: string; readonly body: string }>>;
}

export function readPayload(text: string): Payload | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const at = (value: unknown, key: string): unknown =>
    typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  const string = (value: unknown, key: string): string => {
    const found = at(value, key);
    return typeof found === "string" ? found : "";
  };
  const title = string(read, "title");
  if (title === "") {
    return undefined;
  }
  const english = at(at(read, "texts"), "en");
  const sentAt = Date.parse(string(read, "sentAt"));
  return {
    id: string(read, "id"),
    kind: string(read, "kind"),
    mark: string(read, "mark"),
    incident: string(read, "incident"),
    step: string(read, "step"),
    party: string(read, "party"),
    answerPath: answerPathOf(string(read, "answerUrl")),
    asksForNumber: at(read, "asksForNumber") === true,
    sentAt: Number.isNaN(sentAt) ? undefined : sentAt,
    title,
    body: string(read, "body"),
    texts: string(english, "title") ? { en: { title: string(english, "title"), body: string(english, "body") } } : {},
  };
}

/** The link's path alone: it is answered where we come from, and nowhere else. */
export function answerPathOf(url: string): string {
  try {
    const { pathname } = new URL(url, "https://ours.invalid");
    return /^\/(a|o\/[a-z0-9_-]+)\/[\w-]+$/.test(pathname) ? pathname : "";
  } catch {
    return "";
  }
}
