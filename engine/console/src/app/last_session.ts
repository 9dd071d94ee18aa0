// Who was signed in here last, so that an app that is opened without a network shows the right screens and drafts. It
// proves nothing and holds no secret; the server is asked as soon as it can be.
import { sessionOf, type Session } from "../api/session";
import { Role } from "../gen/larm/v1/domain_pb";

const key = "larm.last_session";

export function keepLastSession(session: Session | undefined): void {
  try {
    if (session) {
      const { role, organisation, world, name, reserveNumber } = session;
      localStorage.setItem(key, JSON.stringify({ role: `ROLE_${Role[role]}`, organisation, world, name, reserveNumber }));
    } else {
      localStorage.removeItem(key);
    }
  } catch {
    // Storage is closed: an app opened without a network then starts with the board.
  }
}

export function readLastSession(): Session | undefined {
  try {
    return sessionOf(JSON.parse(localStorage.getItem(key) ?? "null"));
  } catch {
    return undefined;
  }
}
