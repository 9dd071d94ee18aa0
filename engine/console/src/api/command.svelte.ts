// The one way in which the console changes anything. An intent has one command id from the press to the receipt, also
// when it is sent again, so that pressing twice or losing the network does nothing twice. Never optimistic: until the
// server has answered nothing is said to be done.
import { create } from "@bufbuild/protobuf";
import { Durability } from "../gen/larm/v1/domain_pb";
import { type CommandReply, CommandReplySchema } from "../gen/larm/v1/incident_pb";
import { type Fault, faultOf } from "./fault";

export type Progress =
  | { readonly is: "idle" }
  | { readonly is: "sending"; readonly tries: number }
  /** `at_ms`: server time of the receipt. */
  | { readonly is: "received"; readonly at_ms: number; readonly reply: CommandReply }
  | { readonly is: "failed"; readonly fault: Fault };

export type Send = (commandId: string) => Promise<CommandReply>;

const tries_max = 4;
const between_tries_ms = [500, 1_500, 4_000];

export class Intent {
  progress = $state.raw<Progress>({ is: "idle" });
  #commandId = crypto.randomUUID();
  #send: Send | undefined;

  readonly #serverNow: () => number;
  readonly #pause: (ms: number) => Promise<void>;

  constructor(serverNow: () => number, pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))) {
    this.#serverNow = serverNow;
    this.#pause = pause;
  }

  get isBusy(): boolean {
    return this.progress.is === "sending";
  }

  /** Sends; where the outcome is unknown, sends the same again. The reply, or undefined where it failed. */
  async run(send: Send): Promise<CommandReply | undefined> {
    if (this.isBusy || this.progress.is === "received") {
      return undefined;
    }
    this.#send = send;
    for (let tries = 1; ; tries += 1) {
      this.progress = { is: "sending", tries };
      try {
        const reply = await send(this.#commandId);
        this.progress = { is: "received", at_ms: this.#serverNow(), reply };
        return reply;
      } catch (error) {
        const fault = faultOf(error);
        if (!fault.isOutcomeUnknown || tries === tries_max) {
          this.progress = { is: "failed", fault };
          if (!fault.isOutcomeUnknown) {
            this.#commandId = crypto.randomUUID(); // refused for sure: what is sent next may be another thing
          }
          return undefined;
        }
        await this.#pause(between_tries_ms[tries - 1] ?? 4_000);
      }
    }
  }

  /** After a failure whose outcome is unknown: the very same, under the same id. */
  again(): Promise<CommandReply | undefined> {
    return this.#send ? this.run(this.#send) : Promise.resolve(undefined);
  }

  /** For another intent in the same place. */
  renew(): void {
    if (!this.isBusy) {
      this.progress = { is: "idle" };
      this.#commandId = crypto.randomUUID();
      this.#send = undefined;
    }
  }
}

/** Less safe than it should be: a human must write it down. */
export function isUnsafe(reply: CommandReply): boolean {
  return reply.durability === Durability.SPILL || reply.durability === Durability.NONE;
}

/** The receipt says more than that it was received. */
export function mustBeWrittenDown(reply: CommandReply): boolean {
  return isUnsafe(reply) || reply.notice !== "";
}

/** For calls that answer with something else than a receipt: that they have answered is the receipt. */
export async function plain(done: Promise<unknown>): Promise<CommandReply> {
  await done;
  return create(CommandReplySchema);
}
