// Officers' names and numbers, for those who may see them; asked for when a screen needs them.
import { Asked } from "../api/asked.svelte";
import { readBook } from "../api/book";
import { services } from "../api/services";
import { Role } from "../gen/larm/v1/domain_pb";
import type { Officer } from "../gen/larm/v1/rules_pb";
import { maySeeBook } from "../state/derive/rights";
import { app } from "./console.svelte";

class Book {
  /** The session that the answer was given to: another one sees nothing of it. */
  #askedBy = $state("");
  readonly asked = new Asked<readonly Officer[]>(
    async () => {
      const by = this.#session;
      const officers = await readBook((question) => services.contact.diffContacts(question), this.#party());
      this.#askedBy = by;
      return officers;
    },
    () => app.serverNow(),
  );

  get #session(): string {
    return app.session.is === "in" ? app.session.session.sessionId : "";
  }

  get isAllowed(): boolean {
    return app.session.is === "in" && maySeeBook(app.session.session);
  }

  get officers(): readonly Officer[] {
    return this.#askedBy === this.#session ? (this.asked.answer ?? []) : [];
  }

  /** In an effect: again when it can be asked at all. */
  read(): void {
    if (this.#canAsk) {
      void this.asked.read();
    }
  }

  of(party: string): Officer[] {
    return this.officers.filter((each) => each.party === party);
  }

  /** The id where no name is known. */
  name(officerId: string): string {
    return this.officers.find((each) => each.id === officerId)?.name || officerId;
  }

  readonly #canAsk = $derived(this.isAllowed && this.#party() !== "");

  #party(): string {
    const session = app.session.is === "in" ? app.session.session : undefined;
    return session && session.role !== Role.ADMIN ? `tib@${session.organisation}` : ([...app.world.duties.keys()][0] ?? "");
  }
}

export const book = new Book();
