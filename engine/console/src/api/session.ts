// Who is signed in, as the daemon says it, and how one signs in and out. The session is a cookie out of reach for scripts;
// a token or a link's code passes through here once and is kept nowhere.
import { create, fromJson, type JsonValue, type Message, toJsonString } from "@bufbuild/protobuf";
import { Role } from "../gen/larm/v1/domain_pb";
import { type SessionView, SessionViewSchema, SignInSchema } from "../gen/larm/v1/session_pb";

export type Session = Readonly<Omit<SessionView, keyof Message>>;

export type SessionAnswer = { readonly is: "in"; readonly session: Session } | { readonly is: "out" | "unknown" };

/** What one signs in with: exactly one of them. */
export type Secret = { readonly token: string } | { readonly code: string };

export type SignInFault = "wrong" | "used" | "expired" | "busy" | "unreachable" | "not_understood";

export type SignInAnswer = { readonly is: "in"; readonly session: Session } | { readonly is: "failed"; readonly why: SignInFault };

const json = "application/json";

/** The session that the page shows: the server does nothing for a page under another one than the cookie's by now. */
let acting = "";

export function actAs(session: Session | undefined): void {
  acting = session?.sessionId ?? "";
}

/** `headers` with the session that is meant. */
export function asActing(headers: HeadersInit | undefined): Headers {
  const all = new Headers(headers);
  if (acting !== "") {
    all.set("larm-session", acting);
  }
  return all;
}

/** Never fails: no answer is "unknown". Prolongs the session. */
export async function readSession(): Promise<SessionAnswer> {
  try {
    const response = await fetch("/session", { headers: { accept: json }, cache: "no-store", signal: AbortSignal.timeout(15_000) });
    if (response.status === 401) {
      return { is: "out" };
    }
    const session = response.ok ? sessionOf(await response.json()) : undefined;
    return session ? { is: "in", session } : { is: "unknown" };
  } catch {
    return { is: "unknown" };
  }
}

export async function signIn(secret: Secret): Promise<SignInAnswer> {
  let response: Response;
  let read: unknown;
  try {
    response = await fetch("/session", {
      method: "POST",
      headers: { "content-type": json, accept: json },
      body: toJsonString(SignInSchema, create(SignInSchema, secret)),
      cache: "no-store",
      signal: AbortSignal.timeout(15_000),
    });
    read = await response.json().catch(() => undefined);
  } catch {
    return { is: "failed", why: "unreachable" };
  }
  if (!response.ok) {
    return { is: "failed", why: signInFaultOf(response.status, codeIn(read)) };
  }
  const session = sessionOf(read);
  return session ? { is: "in", session } : { is: "failed", why: "not_understood" };
}

/** Whether the session has ended for sure. */
export async function signOut(): Promise<boolean> {
  try {
    const response = await fetch("/session", { method: "DELETE", signal: AbortSignal.timeout(15_000) });
    return response.ok || response.status === 401;
  } catch {
    return false;
  }
}

/** By the error's code as every call has it; by the status where something between us and the daemon has answered. */
export function signInFaultOf(status: number, code: string): SignInFault {
  switch (code) {
    case "already_exists":
      return "used";
    case "failed_precondition":
      return "expired";
    case "resource_exhausted":
      return "busy";
    case "unauthenticated":
    case "permission_denied":
    case "not_found":
    case "invalid_argument":
      return "wrong";
  }
  if (status === 429) {
    return "busy";
  }
  return status === 401 || status === 403 ? "wrong" : status === 410 ? "used" : status >= 500 ? "unreachable" : "not_understood";
}

function codeIn(read: unknown): string {
  const code = typeof read === "object" && read !== null ? (read as Record<string, unknown>)["code"] : undefined;
  return typeof code === "string" ? code : "";
}

export function sessionOf(read: unknown): Session | undefined {
  try {
    const view = fromJson(SessionViewSchema, read as JsonValue, { ignoreUnknownFields: true });
    return view.role === Role.UNSPECIFIED ? undefined : { ...view, world: view.world || "live" };
  } catch {
    return undefined;
  }
}

/** A link that was pasted whole is as good as the code in it. */
export function secretIn(pasted: string): Secret | undefined {
  const text = pasted.trim();
  const code = /#\/in\/([^/?#\s]+)/.exec(text)?.[1];
  if (code !== undefined) {
    return { code: unescaped(code) };
  }
  return text === "" ? undefined : { token: text.replace(/^Bearer\s+/i, "") };
}

export function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function isExercise(session: Session): boolean {
  return session.world !== "live";
}

/** Whether what one sees of the alarm is the other's too. */
export function isSameParty(a: Session, b: Session): boolean {
  return a.role === b.role && a.organisation === b.organisation && a.world === b.world;
}

/** "tib@uppsala"; undefined for those who are no party of an alarm. */
export function partyOf(session: Session): string | undefined {
  const word: Partial<Record<Role, string>> = {
    [Role.TIB]: "tib",
    [Role.DEPUTY]: "deputy",
    [Role.BLOOD]: "blood",
    [Role.HOSPITAL]: "hospital",
    [Role.NATIONAL]: "national",
  };
  const role = word[session.role];
  return role && session.organisation ? `${role}@${session.organisation}` : undefined;
}
