// What is asked of the server beside the feed, over a small transport that answers as told: packs, events in pages, the
// book, and that what cannot be had is said.
import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createRouterTransport } from "@connectrpc/connect";
import { describe, expect, it, vi } from "vitest";
import { Asked } from "../src/api/asked.svelte";
import { readBook } from "../src/api/book";
import { Intent, plain } from "../src/api/command.svelte";
import { servicesOver } from "../src/api/services";
import { History, type Question } from "../src/app/history.svelte";
import { Packs } from "../src/app/packs.svelte";
import { ContactService } from "../src/gen/larm/v1/contact_pb";
import { EventSchema } from "../src/gen/larm/v1/event_pb";
import { AccessService, ConsoleService } from "../src/gen/larm/v1/session_pb";
import { readAll } from "../src/screens/timeline/complete";
import { unknownWorld, type World } from "../src/state/world";
import { regionName, regionNumber, stepName } from "../src/words/names";
import { spokenRules } from "../src/words/spoken_rules.svelte";
import { deliveredPack } from "./pack";

const incident = "01a2156b-05dd-7843-b0c0-74f61261413c";
const eventAt = (seq: bigint, incidentId = incident) => ({ seq, event: create(EventSchema, { incidentId, atUs: seq }) });

/** A journal of that many events of which every other is the incident's; answers pages as session.proto has them. */
function journal(length: number, asked: Question[] = [], page_max = 1000) {
  const all = Array.from({ length }, (_, i) => eventAt(BigInt(i + 1), i % 2 === 0 ? incident : ""));
  return servicesOver(
    createRouterTransport(({ service }) => {
      service(ConsoleService, {
        listEvents(question) {
          asked.push(question);
          const size = Math.min(question.pageSize || 500, page_max);
          const fitting = all.filter(
            ({ seq, event }) =>
              (question.incidentId === "" || event.incidentId === question.incidentId) &&
              seq > question.after &&
              (question.upTo === 0n || seq <= question.upTo),
          );
          const events = question.newestFirst ? fitting.slice(-size).reverse() : fitting.slice(0, size);
          return { events, hasMore: events.length < fitting.length, seq: BigInt(length) };
        },
      });
    }),
  );
}

const refusing = (code: Code) =>
  servicesOver(
    createRouterTransport(({ service }) => {
      const refuse = () => {
        throw new ConnectError("there is no such method", code);
      };
      service(ConsoleService, { getRulePack: refuse, listEvents: refuse });
      service(AccessService, { listAccess: refuse });
    }),
  );

describe("the rule pack", () => {
  it("is asked for once for each hash, and names follow the one on screen", async () => {
    const asked: string[] = [];
    const renamed = { ...deliveredPack, steps: deliveredPack.steps.map((each) => ({ ...each, title: { ...each.title!, sv: `Förr: ${each.title?.sv}` } })) };
    const { console: service } = servicesOver(
      createRouterTransport(({ service: serve }) =>
        serve(ConsoleService, {
          getRulePack({ rulesHash }) {
            asked.push(rulesHash);
            return { rulesHash: rulesHash || "b2", pack: rulesHash === "a1" ? renamed : deliveredPack };
          },
        }),
      ),
    );
    const packs = new Packs((rulesHash) => service.getRulePack({ rulesHash }));
    expect(stepName("regional_alarm")).toBe("regional_alarm");
    packs.want("");
    packs.want("");
    packs.want("a1");
    await vi.waitFor(() => expect(packs.of({ rulesHash: "a1" }) && packs.inForce).toBeTruthy());
    packs.want("a1");
    packs.want("");
    expect(asked).toEqual(["", "a1"]);
    expect(packs.inForce?.hash).toBe("b2");
    expect(stepName("regional_alarm")).toBe("Sjukvårdsregionalt masskadelarm");
    packs.show("a1");
    expect(stepName("regional_alarm")).toBe("Förr: Sjukvårdsregionalt masskadelarm");
    expect(packs.of({ rulesHash: "" })?.hash).toBe("b2");
    expect(packs.of({ rulesHash: "c3" })).toBeUndefined();
    expect([regionName("orebro"), regionNumber("orebro"), regionName("FAL"), regionName("okänd")]).toEqual(["Örebro", 7, "Falu lasarett", "okänd"]);
    spokenRules.now = [];
  });

  it("is asked for again when it did not come, and meanwhile the reason is there", async () => {
    const later: (() => void)[] = [];
    const { console: service } = refusing(Code.Unimplemented);
    const packs = new Packs((rulesHash) => service.getRulePack({ rulesHash }), (_ms, call) => later.push(call));
    packs.want("");
    await vi.waitFor(() => expect(packs.fault?.code).toBe(Code.Unimplemented));
    expect(packs.inForce).toBeUndefined();
    packs.want("");
    expect(later.length).toBe(1);
    later[0]?.();
    await vi.waitFor(() => expect(later.length).toBe(2));
  });
});

describe("history", () => {
  const worldAfter = (entriesAfter: bigint): World => ({ ...unknownWorld, seq: entriesAfter, entriesAfter });
  const seqs = (history: History, id: string) => history.told(id).entries.map((each) => Number(each.seq));

  it("begins with the latest page and grows backwards without a hole until the beginning", async () => {
    const asked: Question[] = [];
    const { console: service } = journal(3_000, asked, 400);
    const history = new History((question) => service.listEvents(question), () => worldAfter(3_000n));
    await history.open(incident, 1);
    expect(seqs(history, incident).length).toBe(400);
    expect(seqs(history, incident).at(-1)).toBe(2_999);
    expect(history.told(incident).isWhole).toBe(false);
    while (!history.told(incident).isWhole) {
      expect(await history.older(incident)).toBe(true);
    }
    expect(seqs(history, incident)).toEqual(Array.from({ length: 1_500 }, (_, i) => 2 * i + 1));
    const before = asked.length;
    await history.open(incident);
    expect(asked.length).toBe(before);
  });

  it("fills what a new beginning of the feed has left out, and shows no hole meanwhile", async () => {
    let world = worldAfter(100n);
    const { console: service } = journal(300);
    const history = new History((question) => service.listEvents(question), () => world);
    await history.open("", 1);
    expect(history.told("").isWhole).toBe(true);
    world = { ...worldAfter(250n), entries: [251n, 252n].map((seq) => ({ ...eventAt(seq), durability: 0 })) };
    expect(history.told("")).toMatchObject({ isWhole: false });
    expect(seqs(history, "")).toEqual([251, 252]);
    await history.open("");
    expect(seqs(history, "")).toEqual(Array.from({ length: 252 }, (_, i) => i + 1));
    expect(history.told("").isWhole).toBe(true);
  });

  it("says why it could not be had, and is not taken for whole", async () => {
    const { console: service } = refusing(Code.Unimplemented);
    const history = new History((question) => service.listEvents(question), () => worldAfter(9n));
    expect(await history.older(incident)).toBe(false);
    expect(history.reading(incident)).toMatchObject({ is: "failed", fault: { code: Code.Unimplemented } });
    expect(history.told(incident)).toEqual({ entries: [], isWhole: false });
  });
});

describe("an export", () => {
  it("has every event of the incident up to the moment it was begun, with its progress", async () => {
    const { console: service } = journal(2_501, [], 300);
    const progress: number[] = [];
    const read = await readAll((question) => service.listEvents(question), incident, (n) => progress.push(n), () => false);
    expect(read?.entries.length).toBe(1_251);
    expect(read?.upTo).toBe(2_501n);
    expect(progress).toEqual([300, 600, 900, 1_200, 1_251]);
  });

  it("is nothing where a page fails, or where it is stopped", async () => {
    const { console: service } = journal(2_500, [], 300);
    let calls = 0;
    const failing = (question: Question) => ((calls += 1) > 2 ? Promise.reject(new ConnectError("x", Code.Unavailable)) : service.listEvents(question));
    await expect(readAll(failing, "", () => {}, () => false)).rejects.toThrow();
    expect(await readAll((question) => service.listEvents(question), "", () => {}, () => true)).toBeUndefined();
  });
});

describe("an answer of the server's", () => {
  it("stays with its time while a newer one fails to come", async () => {
    let now = 1_000;
    let fails = false;
    const asked = new Asked(() => (fails ? Promise.reject(new ConnectError("down", Code.Unavailable)) : Promise.resolve(7)), () => now);
    await asked.read();
    now = 2_000;
    fails = true;
    await asked.read();
    expect([asked.answer, asked.told_ms, asked.fault?.code]).toEqual([7, 1_000, Code.Unavailable]);
    fails = false;
    await asked.read();
    expect([asked.told_ms, asked.fault]).toEqual([2_000, undefined]);
  });

  it("is asked for once more when somebody wants it meanwhile, and not twice at once", async () => {
    let open = 0;
    let most = 0;
    let calls = 0;
    const asked = new Asked(async () => {
      calls += 1;
      most = Math.max(most, (open += 1));
      await Promise.resolve();
      open -= 1;
    }, () => 0);
    const first = asked.read();
    void asked.read();
    void asked.read();
    await first;
    expect([calls, most, asked.isBusy]).toEqual([2, 1, false]);
  });

  it("says honestly that the server cannot do it", async () => {
    const { access } = refusing(Code.Unimplemented);
    const asked = new Asked(() => access.listAccess({}), () => 0);
    await asked.read();
    expect(asked.answer).toBeUndefined();
    expect(asked.fault?.code).toBe(Code.Unimplemented);
  });

  it("is a receipt where the call has no other", async () => {
    const intent = new Intent(() => 5);
    await intent.run(() => plain(Promise.resolve({})));
    expect(intent.progress).toMatchObject({ is: "received", at_ms: 5 });
  });
});

describe("the book", () => {
  it("is everyone whom an import of nobody would remove, without whoever was made up for the question", async () => {
    const { contact } = servicesOver(
      createRouterTransport(({ service }) =>
        service(ContactService, {
          diffContacts({ contacts, removeMissing }) {
            const stranger = /id: "([^"]+)"/.exec(contacts)?.[1] ?? "";
            expect(removeMissing).toBe(true);
            return {
              changes: [
                { officerId: "a", before: { id: "a", party: "tib@uppsala", name: "Alva" } },
                { officerId: stranger, after: { id: stranger } },
              ],
            };
          },
        }),
      ),
    );
    const officers = await readBook((question) => contact.diffContacts(question), "tib@uppsala");
    expect(officers.map((each) => each.name)).toEqual(["Alva"]);
  });
});

describe("a question that is asked again as things happen", () => {
  it("is asked at most once in its time, also where things happen faster, and once more after the last", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    try {
      let times = 0;
      const asked = new Asked(async () => (times += 1), () => 0);
      for (let ms = 0; ms < 4_500; ms += 100) {
        asked.readSoon(1_000);
        await vi.advanceTimersByTimeAsync(100);
      }
      expect(times).toBe(5);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(times).toBe(6);
    } finally {
      vi.useRealTimers();
    }
  });
});
