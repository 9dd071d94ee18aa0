// What a party has heard over a telephone: the steps that stood on the screen, each by its name, and nothing that has come
// meanwhile. The server takes whoever has heard of one step of an alarm to have heard all of it, so each further step is
// sent only where it is still open once the receipt of the one before has come back over the feed.
import { mustBeWrittenDown } from "../api/command.svelte";
import { services } from "../api/services";
import type { Via } from "../gen/larm/v1/domain_pb";
import type { CommandReply } from "../gen/larm/v1/incident_pb";
import { isHuman } from "../state/fold_chases";
import type { World } from "../state/world";
import { app } from "./console.svelte";

const wait_max_ms = 2_000;
const look_ms = 50;

export interface HeardSteps {
  readonly incidentId: string;
  readonly party: string;
  readonly steps: readonly string[];
  readonly via: Via;
}

type Acknowledge = (step: { commandId: string; incidentId: string; party: string; step: string; via: Via }) => Promise<CommandReply>;

export class Heard {
  /** What an intent has meant from its first press on, however often it is sent. */
  readonly #meant = new Map<string, readonly { commandId: string; step: string }[]>();

  constructor(
    private readonly acknowledge: Acknowledge,
    private readonly look: () => World,
    private readonly pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  ) {}

  /** The receipt that a human has to do most about. */
  async send(intentId: string, { incidentId, party, steps, via }: HeardSteps): Promise<CommandReply> {
    const meant = this.#meant.get(intentId) ?? steps.map((step, i) => ({ step, commandId: i === 0 ? intentId : crypto.randomUUID() }));
    this.#meant.set(intentId, meant);
    let reply: CommandReply | undefined;
    for (const { commandId, step } of meant) {
      if (reply !== undefined && (await this.#isSeen(reply.seq, incidentId, party, step))) {
        continue;
      }
      const next: CommandReply = await this.acknowledge({ commandId, incidentId, party, step, via });
      reply = reply !== undefined && mustBeWrittenDown(reply) ? reply : next;
    }
    return reply ?? Promise.reject(new Error("nothing that could have been heard"));
  }

  async #isSeen(seq: bigint, incidentId: string, party: string, step: string): Promise<boolean> {
    for (let waited = 0; waited < wait_max_ms && this.look().seq < seq; waited += look_ms) {
      await this.pause(look_ms);
    }
    const parties = this.look().incidents.get(incidentId)?.view.parties ?? [];
    return parties.some((each) => each.party === party && each.step === step && isHuman(each.state));
  }
}

const heard = new Heard(
  (step) => services.alarm.acknowledge(step),
  () => app.world,
);

export const acknowledgeHeard = (commandId: string, steps: HeardSteps) => heard.send(commandId, steps);
