// The rule packs, each asked for once: the one in force, and those that incidents run on. A pack never changes under its
// hash. While one is not there the screens show ids, and say so.
import type { Fault } from "../api/fault";
import { faultOf } from "../api/fault";
import { services } from "../api/services";
import type { GetRulePackReply } from "../gen/larm/v1/session_pb";
import { type Rules, rulesOf } from "../state/rules";
import { spokenRules } from "../words/spoken_rules.svelte";

const again_first_ms = 5_000;
const again_max_ms = 60_000;

export type AskPack = (rulesHash: string) => Promise<GetRulePackReply>;

export class Packs {
  #known = $state.raw<ReadonlyMap<string, Rules>>(new Map());
  #inForce = $state("");
  #shown = $state("");
  /** Why the last question was not answered; undefined where it was. */
  fault = $state.raw<Fault | undefined>(undefined);
  readonly #asking = new Set<string>();
  #again_ms = again_first_ms;

  constructor(
    private readonly ask: AskPack,
    private readonly after: (ms: number, call: () => void) => void = (ms, call) => setTimeout(call, ms),
  ) {}

  get inForce(): Rules | undefined {
    return this.#known.get(this.#inForce);
  }

  /** Of an incident; one that has not been confirmed will run on the pack in force. */
  of(view: { readonly rulesHash: string } | undefined): Rules | undefined {
    return view?.rulesHash ? this.#known.get(view.rulesHash) : this.inForce;
  }

  /** Asks for what is not known: "" is the pack in force. */
  want(hash: string): void {
    if (this.#asking.has(hash) || this.#known.has(hash) || (hash === "" && this.inForce)) {
      return;
    }
    this.#asking.add(hash);
    void this.#read(hash);
  }

  /** Another pack has been taken into use. */
  renewInForce(): void {
    if (!this.#asking.has("")) {
      this.#asking.add("");
      void this.#read("");
    }
  }

  /** Names are taken from this one first. */
  show(hash: string): void {
    this.#shown = hash;
    this.#speak();
  }

  async #read(hash: string): Promise<void> {
    try {
      const { rulesHash, pack } = await this.ask(hash);
      if (pack && !this.#known.has(rulesHash)) {
        this.#known = new Map(this.#known).set(rulesHash, rulesOf(rulesHash, pack));
      }
      if (hash === "") {
        this.#inForce = rulesHash;
      }
      this.fault = undefined;
      this.#again_ms = again_first_ms;
      this.#asking.delete(hash);
      this.#speak();
    } catch (error) {
      this.fault = faultOf(error);
      this.after(this.#again_ms, () => void this.#read(hash));
      this.#again_ms = Math.min(again_max_ms, this.#again_ms * 2);
    }
  }

  #speak(): void {
    const first = [this.#known.get(this.#shown), this.inForce].filter((each) => each !== undefined);
    spokenRules.now = [...new Set([...first, ...this.#known.values()])];
  }
}

/** Asked for beside the feed, whose first word is of no use without it; where that fails it is asked for as ever. */
let early: Promise<GetRulePackReply | undefined> | undefined;

export function askPackEarly(): void {
  early = services.console.getRulePack({ rulesHash: "" }).catch(() => undefined);
}

export const packs = new Packs(async (rulesHash) => {
  const beforehand = rulesHash === "" ? early : undefined;
  if (beforehand) {
    early = undefined;
  }
  return (await beforehand) ?? services.console.getRulePack({ rulesHash });
});
