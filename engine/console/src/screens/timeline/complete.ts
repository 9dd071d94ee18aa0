// Everything that the journal has of an incident, or of the world, up to one moment: page after page from the beginning.
import type { AskEvents } from "../../app/history.svelte";
import { entriesOf } from "../../state/past";
import type { Entry } from "../../state/world";

const page_size = 1000;

export interface Complete {
  readonly entries: readonly Entry[];
  /** The journal's number at which it was read. */
  readonly upTo: bigint;
}

/** Fails where a page fails: half of it is never taken for the whole. Undefined: stopped by `isStopped`. */
export async function readAll(
  ask: AskEvents,
  incidentId: string,
  onProgress: (entries: number) => void,
  isStopped: () => boolean,
): Promise<Complete | undefined> {
  let reply = await ask({ incidentId, pageSize: page_size });
  const upTo = reply.seq;
  const entries = entriesOf(reply);
  onProgress(entries.length);
  while (reply.hasMore) {
    const last = entries.at(-1);
    if (isStopped()) {
      return undefined;
    }
    reply = await ask({ incidentId, after: last?.seq ?? 0n, upTo, pageSize: page_size });
    const more = entriesOf(reply).filter((entry) => last === undefined || entry.seq > last.seq);
    if (more.length === 0 && reply.hasMore) {
      throw new Error("a page without events that says there are more");
    }
    entries.push(...more);
    onProgress(entries.length);
  }
  return isStopped() ? undefined : { entries: entries.filter((entry) => entry.seq <= upTo), upTo };
}
