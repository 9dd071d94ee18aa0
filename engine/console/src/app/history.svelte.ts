// What came before the feed's tail, asked for in pages: some of it when an incident is opened, the rest on demand.
import { type Fault, faultOf } from "../api/fault";
import { services } from "../api/services";
import type { Event } from "../gen/larm/v1/event_pb";
import type { ListEventsReply } from "../gen/larm/v1/session_pb";
import { isShownTo } from "../state/derive/exercise";
import { begun, type Past, type Told, toldOf, withNewer, withOlder } from "../state/past";
import type { World } from "../state/world";
import { app } from "./console.svelte";

export const page_size = 500;
/** Of an incident that is opened; what is older waits until somebody asks. */
const pages_at_once = 4;

export interface Question {
  readonly incidentId: string;
  readonly after?: bigint;
  readonly upTo?: bigint;
  readonly pageSize: number;
  readonly newestFirst?: boolean;
}

export type AskEvents = (question: Question) => Promise<ListEventsReply>;

export type Reading = { readonly is: "idle" } | { readonly is: "loading" } | { readonly is: "failed"; readonly fault: Fault };

export class History {
  #past = $state.raw<ReadonlyMap<string, Past>>(new Map());
  #reading = $state.raw<ReadonlyMap<string, Reading>>(new Map());

  constructor(
    private readonly ask: AskEvents,
    private readonly world: () => World,
    /** Whether whoever is signed in sees it. */
    private readonly isShown: (event: Event) => boolean = () => true,
  ) {}

  /** `incidentId` "": everything. */
  told(incidentId: string): Told {
    const { entries, isWhole } = toldOf(this.world(), this.#past.get(incidentId), incidentId);
    return { entries: entries.filter(({ event }) => this.isShown(event)), isWhole };
  }

  reading(incidentId: string): Reading {
    return this.#reading.get(incidentId) ?? { is: "idle" };
  }

  /** Reads the latest pages once; more by older(). */
  async open(incidentId: string, pages = pages_at_once): Promise<void> {
    for (let page = 0; page < pages && !this.told(incidentId).isWhole; page += 1) {
      const past = this.#past.get(incidentId);
      const isReady = past !== undefined && past.upTo >= this.world().entriesAfter;
      if ((page === 0 && isReady) || !(await this.older(incidentId))) {
        return;
      }
    }
  }

  /** One page further back, or what is missing after a new beginning of the feed. False: it was not to be had. */
  async older(incidentId: string): Promise<boolean> {
    if (this.reading(incidentId).is === "loading") {
      return false;
    }
    this.#set(incidentId, { is: "loading" });
    try {
      const past = await this.#further(incidentId, this.#past.get(incidentId), this.world().entriesAfter);
      this.#past = new Map(this.#past).set(incidentId, past);
      this.#set(incidentId, { is: "idle" });
      return true;
    } catch (error) {
      this.#set(incidentId, { is: "failed", fault: faultOf(error) });
      return false;
    }
  }

  async #further(incidentId: string, past: Past | undefined, end: bigint): Promise<Past> {
    const from = { incidentId, pageSize: page_size };
    if (past === undefined) {
      return begun(end, await this.ask({ ...from, upTo: end, newestFirst: true }));
    }
    if (past.upTo < end) {
      return withNewer(past, await this.ask({ ...from, after: past.upTo, upTo: end }), end);
    }
    const first = past.entries[0]?.seq;
    if (first === undefined || first <= 1n) {
      return { ...past, isWhole: true };
    }
    return withOlder(past, await this.ask({ ...from, upTo: first - 1n, newestFirst: true }));
  }

  /** Somebody else is signed in, or in another world. */
  forget(): void {
    this.#past = new Map();
    this.#reading = new Map();
  }

  #set(incidentId: string, reading: Reading): void {
    this.#reading = new Map(this.#reading).set(incidentId, reading);
  }
}

export const history = new History(
  (question) => services.console.listEvents(question),
  () => app.world,
  (event) => isShownTo(event, app.who),
);
