// Which version a decision rests on. Events show at once what has happened, but only the server's telling of the whole says
// which version that is, up to a second later: whoever acknowledges and decides in one breath would be refused for what they
// have themselves just done. So a press waits until what was on the screen has been told; what has happened after the
// press is not taken for seen. One version for each command, since it must go out the same when it is sent again.
import type { Incident } from "../state/world";
import { app } from "./console.svelte";

const wait_max_ms = 3_000;
const look_ms = 50;

export class Versions {
  readonly #known = new Map<string, Promise<bigint>>();

  constructor(
    private readonly look: (incidentId: string) => Incident | undefined,
    private readonly pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  ) {}

  for(commandId: string, incidentId: string): Promise<bigint> {
    const known = this.#known.get(commandId) ?? this.#settled(incidentId);
    this.#known.set(commandId, known);
    return known;
  }

  async #settled(incidentId: string): Promise<bigint> {
    const before = this.look(incidentId);
    if (!before) {
      return 0n; // nothing was seen that could have changed
    }
    for (let waited = 0; waited < wait_max_ms; waited += look_ms) {
      const now = this.look(incidentId) ?? before;
      if (now.toldSeq >= before.seq) {
        return now.view.version <= before.seq ? now.view.version : before.view.version;
      }
      await this.pause(look_ms);
    }
    return before.view.version;
  }
}

const versions = new Versions((incidentId) => app.world.incidents.get(incidentId));

/** What a decision carries: it is refused where somebody else has changed the incident meanwhile. */
export async function resting(commandId: string, incidentId: string) {
  return { commandId, incidentId, expectedVersion: await versions.for(commandId, incidentId) };
}
