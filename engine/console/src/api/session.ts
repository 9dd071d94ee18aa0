// Who is signed in, as the daemon says it. The session's cookie is out of reach for scripts, and so is its token.
import { fromJson, type JsonValue, type Message } from "@bufbuild/protobuf";
import { Role } from "../gen/larm/v1/domain_pb";
import { type SessionView, SessionViewSchema } from "../gen/larm/v1/session_pb";

export type Session = Readonly<Omit<SessionView, keyof Message>>;

export type SessionAnswer = { readonly is: "in"; readonly session: Session } | { readonly is: "out" | "unknown" };

/** Never fails: no answer is "unknown". */
export async function readSession(): Promise<SessionAnswer> {
  try {
    const response = await fetch("/session", { headers: { accept: "application/json" }, cache: "no-store" });
    if (response.status === 401) {
      return { is: "out" };
    }
    const read: unknown = response.ok ? await response.json() : undefined;
    const session = sessionOf(read);
    return session ? { is: "in", session } : { is: "unknown" };
  } catch {
    return { is: "unknown" };
  }
}

export function sessionOf(read: unknown): Session | undefined {
  try {
    const view = fromJson(SessionViewSchema, read as JsonValue, { ignoreUnknownFields: true });
    return view.role === Role.UNSPECIFIED ? undefined : { ...view, world: view.world || "live" };
  } catch {
    return undefined;
  }
}

export function isExercise(session: Session): boolean {
  return session.world !== "live";
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
