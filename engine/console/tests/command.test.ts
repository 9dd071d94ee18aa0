// Commands: one id for each intent, nothing said before the server has said it.
import { Code, ConnectError } from "@connectrpc/connect";
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { Intent, mustBeWrittenDown } from "../src/api/command.svelte";
import { faultOf } from "../src/api/fault";
import { Heard } from "../src/app/heard";
import { Versions } from "../src/app/versions";
import { Durability, PartyState, Via } from "../src/gen/larm/v1/domain_pb";
import { CommandReplySchema, IncidentViewSchema, PartyViewSchema } from "../src/gen/larm/v1/incident_pb";
import { type Incident, unknownWorld, type World } from "../src/state/world";
import { refusalWord } from "../src/words/commands";

const reply = create(CommandReplySchema, { incidentId: "i", durability: Durability.LOCAL });
const intent = () => new Intent(() => 42_000, async () => undefined);

describe("an intent", () => {
  it("sends the same id again where the outcome is unknown, and is received once", async () => {
    const ids: string[] = [];
    const one = intent();
    await one.run(async (id) => {
      ids.push(id);
      if (ids.length < 3) {
        throw new ConnectError("gone", Code.Unavailable);
      }
      return reply;
    });
    expect(new Set(ids).size).toBe(1);
    expect(ids.length).toBe(3);
    expect(one.progress).toEqual({ is: "received", at_ms: 42_000, reply });
  });

  it("says nothing is done while it is on its way", async () => {
    const one = intent();
    let answer: (value: typeof reply) => void = () => undefined;
    const running = one.run(() => new Promise((resolve) => (answer = resolve)));
    expect(one.progress.is).toBe("sending");
    answer(reply);
    await running;
    expect(one.progress.is).toBe("received");
  });

  it("sends once however often it is pressed", async () => {
    const one = intent();
    let sent = 0;
    const send = async () => {
      sent += 1;
      return reply;
    };
    await Promise.all([one.run(send), one.run(send), one.run(send)]);
    await one.run(send);
    expect(sent).toBe(1);
  });

  it("does not repeat a refusal, and takes a new id for what is sent next", async () => {
    const ids: string[] = [];
    const one = intent();
    const refuse = async (id: string) => {
      ids.push(id);
      throw new ConnectError("no", Code.PermissionDenied);
    };
    await one.run(refuse);
    await one.run(refuse);
    expect(ids.length).toBe(2);
    expect(ids[0]).not.toBe(ids[1]);
    expect(one.progress).toMatchObject({ is: "failed", fault: { code: Code.PermissionDenied } });
  });

  it("says what the server says of a refusal in Swedish, with parties by their names, and in English what kind it is", () => {
    const refused = faultOf(new ConnectError("this is for tib@dalarna", Code.PermissionDenied, { "larm-swedish": "Det f%C3%A5r bara g%C3%B6ras av: tib@dalarna." }));
    expect(refusalWord(refused)).toEqual(["Det får bara göras av: TiB dalarna.", "Your sign-in may not do this."]);
    expect(refusalWord(faultOf(new ConnectError("?", Code.PermissionDenied)))[0]).toBe("Din inloggning får inte göra detta.");
    const both = new ConnectError("a later proposal has taken its place", Code.Aborted, { "larm-swedish": "x" });
    expect(refusalWord(faultOf(both))[0]).toMatch(/^Ett nyare förslag/);
  });

  it("keeps the id after the last try failed, for sending the very same again", async () => {
    const ids: string[] = [];
    const one = intent();
    await one.run(async (id) => {
      ids.push(id);
      throw new ConnectError("gone", Code.Unavailable);
    });
    expect(one.progress).toMatchObject({ is: "failed", fault: { isOutcomeUnknown: true } });
    await one.again();
    expect(new Set(ids).size).toBe(1);
    expect(ids.length).toBe(8);
  });
});

describe("a receipt", () => {
  it("must be written down where it is not on disk, or the server says so", () => {
    const of = (durability: Durability, notice = "") =>
      mustBeWrittenDown(create(CommandReplySchema, { durability, notice }));
    expect(of(Durability.LOCAL)).toBe(false);
    expect(of(Durability.REPLICATED)).toBe(false);
    expect(of(Durability.SPILL)).toBe(true);
    expect(of(Durability.NONE)).toBe(true);
    expect(of(Durability.LOCAL, "Skriv ner detta")).toBe(true);
  });
});

describe("the version that a decision rests on", () => {
  const at = (seq: bigint, toldSeq: bigint, version: bigint): Incident => ({ seq, toldSeq, view: create(IncidentViewSchema, { version }) });
  /** What is looked at in turn; then the last. */
  function versions(...looks: Incident[]) {
    return new Versions(
      () => (looks.length > 1 ? looks.shift() : looks[0]),
      async () => undefined,
    );
  }

  it("is that of what was on the screen, also where the server tells it a moment later", async () => {
    expect(await versions(at(9n, 9n, 7n)).for("a", "i")).toBe(7n);
    expect(await versions(at(9n, 5n, 4n), at(9n, 5n, 4n), at(9n, 9n, 8n)).for("a", "i")).toBe(8n);
  });

  it("is not that of what came after the press", async () => {
    expect(await versions(at(9n, 5n, 4n), at(12n, 12n, 11n)).for("a", "i")).toBe(4n);
  });

  it("is the one that is known where the server does not tell, and is one for each command", async () => {
    const known = versions(at(9n, 5n, 4n));
    expect(await known.for("a", "i")).toBe(4n);
    const moved = versions(at(9n, 9n, 7n), at(12n, 12n, 11n));
    expect(await moved.for("a", "i")).toBe(7n);
    expect(await moved.for("a", "i")).toBe(7n);
  });
});

describe("what has been heard over a telephone", () => {
  const asked = (...seen: string[]): World => {
    const parties = ["regional_alarm", "transports"].map((step) =>
      create(PartyViewSchema, { party: "tib@dalarna", step, state: seen.includes(step) ? PartyState.ACKNOWLEDGED : PartyState.SENT }),
    );
    return { ...unknownWorld, seq: 7n, incidents: new Map([["i", { view: create(IncidentViewSchema, { incidentId: "i", parties }), seq: 7n, toldSeq: 7n }]]) };
  };
  const steps = { incidentId: "i", party: "tib@dalarna", steps: ["regional_alarm", "transports"], via: Via.PHONE };
  const at7 = create(CommandReplySchema, { incidentId: "i", seq: 7n, durability: Durability.LOCAL });

  it("is sent step by step, as they stood on the screen", async () => {
    const sent: string[] = [];
    const heard = new Heard(async ({ step, via, commandId }) => (sent.push(`${step} ${Via[via]} ${commandId === "one"}`), at7), () => asked("regional_alarm"));
    expect(await heard.send("one", steps)).toBe(at7);
    expect(sent).toEqual(["regional_alarm PHONE true", "transports PHONE false"]);
  });

  it("is not sent twice of what the first receipt has carried with it, as soon as the feed tells of that", async () => {
    const sent: string[] = [];
    let told: World = { ...asked(), seq: 6n };
    const heard = new Heard(
      async ({ step }) => (sent.push(step), at7),
      () => told,
      async () => void (told = asked("regional_alarm", "transports")),
    );
    await heard.send("one", steps);
    expect(sent).toEqual(["regional_alarm"]);
  });

  it("is the same steps under the same ids when it is sent again, whatever the screen shows by then", async () => {
    const sent: string[] = [];
    let fails = true;
    const heard = new Heard(
      async ({ step, commandId }) => {
        sent.push(`${step} ${commandId}`);
        if (step === "transports" && fails) {
          throw new ConnectError("gone", Code.Unavailable);
        }
        return at7;
      },
      () => asked(),
    );
    await expect(heard.send("one", steps)).rejects.toThrow();
    fails = false;
    await heard.send("one", { ...steps, steps: ["stand_down"] });
    expect(sent.slice(2)).toEqual(sent.slice(0, 2));
    expect(new Set(sent).size).toBe(2);
  });

  it("gives the receipt that has to be written down, whichever step it was of", async () => {
    const paper = create(CommandReplySchema, { ...at7, notice: "Skriv ner detta" });
    const heard = new Heard(async ({ step }) => (step === "regional_alarm" ? paper : at7), () => asked("regional_alarm"));
    expect(await heard.send("one", steps)).toBe(paper);
  });
});
