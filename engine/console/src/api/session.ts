// Who is signed in, as the daemon says it. The session's cookie is out of reach for scripts, and so is its token.
import { Role } from "../gen/larm/v1/domain_pb";

export interface Session {
  readonly role: Role;
  /** Region or organisation that the bearer acts for; empty for observers. */
  readonly organisation: string;
  /** "live", or the id of an exercise. */
  readonly world: string;
  /** Empty where the daemon does not say. */
  readonly name: string;
  /** Whom to call when the console cannot send; empty where the daemon does not say. */
  readonly reserveNumber: string;
}

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
  if (typeof read !== "object" || read === null) {
    return undefined;
  }
  const text = (key: string) => {
    const value = (read as Record<string, unknown>)[key];
    return typeof value === "string" ? value : "";
  };
  const role = Role[text("role").replace(/^ROLE_/, "") as keyof typeof Role];
  return role === undefined
    ? undefined
    : { role, organisation: text("organisation"), world: text("world") || "live", name: text("name"), reserveNumber: text("reserveNumber") };
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
