// The fold of the feed: against what the daemon itself said at the same moments.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { CasualtiesSchema, MethaneSchema } from "../src/gen/larm/v1/domain_pb";
import type { IncidentView } from "../src/gen/larm/v1/incident_pb";
import { WatchFrameSchema } from "../src/gen/larm/v1/watch_pb";
import { advance, rebase } from "../src/state/advance";
import { staleIncidents, unknownWorld, type World } from "../src/state/world";
import { reportTogether } from "../src/state/known_report";
import { nightFrames, nightViews } from "./night";

const snapshot = nightFrames.filter((frame) => frame.frame.case === "snapshot");
const events = nightFrames.filter((frame) => frame.frame.case === "event");
const id = nightViews[0]?.incident?.incidentId ?? "";

function worldAt(seq: bigint): World {
  return advance(
    unknownWorld,
    nightFrames.filter((frame) => frame.seq <= seq),
  );
}

/** What events carry. The rest is what GetIncident is asked for. */
function folded(view: IncidentView | undefined) {
  if (!view) {
    return undefined;
  }
  const { phase, regionId, level, massCasualty, report, nationalTaken, nationalDeclined, chasesHeld, commitments } = view;
  return {
    phase,
    regionId,
    level,
    massCasualty,
    report,
    nationalTaken,
    nationalDeclined,
    chasesHeld,
    commitments,
    confirmedAt: view.confirmedAt,
    alarmAt: view.alarmAt,
    endedAt: view.endedAt,
    parties: view.parties
      // A deadline may be moved by a receipt that is waited for, and a shortfall is the pack's to know.
      // Which token confirmed is in no view.
      .map(({ deadline: _deadline, shortfallAccepted: _accepted, ...party }) =>
        party.party === `tib@${regionId}` ? { ...party, actor: "" } : party,
      )
      .sort((a, b) => (`${a.step} ${a.party}` < `${b.step} ${b.party}` ? -1 : 1)),
    transports: view.transports
      .filter((each) => each.committed + each.provisional + each.departed + each.released > 0)
      .map(({ required: _required, reserve: _reserve, shortfallAccepted: _accepted, declined: _declined, ...region }) => region)
      .sort((a, b) => (a.regionId < b.regionId ? -1 : 1)),
  };
}

describe("the fold of a recorded night", () => {
  it("holds a night in which something happens", () => {
    expect(snapshot.length).toBe(1);
    expect(events.length).toBeGreaterThan(60);
    expect(nightViews.length).toBeGreaterThan(10);
  });

  it.each(nightViews.map((reply, i) => [i, reply] as const))("agrees with the daemon's view no. %i", (_i, reply) => {
    const world = worldAt(reply.seq);
    expect(folded(world.incidents.get(id)?.view)).toEqual(folded(reply.incident));
  });

  it("keeps what has not changed, so that it is not drawn anew", () => {
    const before = worldAt(nightViews[5]?.seq ?? 0n);
    const after = worldAt(nightViews[6]?.seq ?? 0n);
    const party = (world: World) => world.incidents.get(id)?.view.report;
    expect(advance(before, [])).toBe(before);
    expect(party(after)).toBeDefined();
  });
});

describe("that nobody is told from here", () => {
  const heartbeat = (notice: string) => create(WatchFrameSchema, { frame: { case: "heartbeat", value: { notice } } });
  const notice = "INGA MEDDELANDEN GÅR UT HÄRIFRÅN";
  const told = advance(unknownWorld, [heartbeat(notice)]);

  it("stands from the heartbeat that says it to the one that does not", () => {
    expect(unknownWorld.notice).toBe("");
    expect(told.notice).toBe(notice);
    expect(advance(told, [heartbeat(notice)])).toBe(told);
    expect(advance(told, [heartbeat("")]).notice).toBe("");
  });

  it("stands on through events, the feed's end and the snapshot after it", () => {
    const cut = create(WatchFrameSchema, { frame: { case: "cut", value: { reason: "draining" } } });
    expect(advance(told, [cut, ...nightFrames.filter((each) => each.frame.case !== "heartbeat")]).notice).toBe(notice);
  });
});

describe("what events do not carry", () => {
  it("makes an incident stale until the server has told it whole", () => {
    const reply = nightViews[2];
    const world = worldAt(reply?.seq ?? 0n);
    expect(staleIncidents(world)).toEqual([id]);
    const told = rebase(world, reply as never);
    expect(staleIncidents(told)).toEqual([]);
    expect(told.incidents.get(id)?.view).toEqual(reply?.incident);
  });

  it("adds the events that came after the server was asked", () => {
    const asked = nightViews[2];
    const later = nightViews[6];
    const told = rebase(worldAt(later?.seq ?? 0n), asked as never);
    expect(folded(told.incidents.get(id)?.view)).toEqual(folded(later?.incident));
    expect(staleIncidents(told)).toEqual([id]);
  });

  it("does not fold again what an answer that was faster than the feed has told", () => {
    const late = nightViews[6];
    let world = rebase(worldAt(nightViews[2]?.seq ?? 0n), late as never);
    world = advance(
      world,
      events.filter((frame) => frame.seq > (nightViews[2]?.seq ?? 0n) && frame.seq <= (late?.seq ?? 0n)),
    );
    expect(world.incidents.get(id)?.view).toEqual(late?.incident);
  });

  it("ignores an answer older than one it has had", () => {
    const world = rebase(worldAt(nightViews[6]?.seq ?? 0n), nightViews[6] as never);
    expect(rebase(world, nightViews[2] as never)).toBe(world);
  });
});

describe("the timeline", () => {
  it("has every event once, in order", () => {
    const world = advance(unknownWorld, nightFrames);
    const seqs = world.entries.map((entry) => entry.seq);
    expect(seqs).toEqual(events.map((frame) => frame.seq));
  });

  it("is begun anew by a snapshot that leaves a hole, and kept by one that does not", () => {
    const world = advance(unknownWorld, nightFrames);
    const again = snapshot[0] as (typeof nightFrames)[number];
    expect(advance(world, [{ ...again, seq: world.seq }]).entries).toBe(world.entries);
    const jumped = advance(world, [{ ...again, seq: world.seq + 9n }]);
    expect(jumped.entries).toEqual([]);
    expect(jumped.entriesAfter).toBe(world.seq + 9n);
  });
});

describe("what the server tells again", () => {
  it("keeps the parties that are as they were, and takes those that are not", () => {
    const reply = nightViews[6];
    const world = rebase(worldAt(reply?.seq ?? 0n), reply as never);
    const parties = (of: World) => of.incidents.get(id)?.view.parties ?? [];
    const copy = structuredClone({ ...reply, seq: (reply?.seq ?? 0n) + 1n });
    copy.incident!.parties[0]!.note = "ny";
    const again = rebase(world, copy as never);
    expect(parties(again)[0]).not.toBe(parties(world)[0]);
    expect(parties(again)[0]?.note).toBe("ny");
    for (let i = 1; i < parties(again).length; i += 1) {
      expect(parties(again)[i]).toBe(parties(world)[i]);
    }
  });
});

describe("several reports of one incident", () => {
  const report = (fields: MessageInitShape<typeof MethaneSchema>) => create(MethaneSchema, fields);
  const hurt = (severe: number, dead = 0) => create(CasualtiesSchema, { severe, dead });

  it("take nothing off the board that a later one leaves out", () => {
    const first = report({ exactLocation: "E4 vid Knivsta", type: "buss", casualties: hurt(12, 2) });
    const second = reportTogether(first, report({ access: "från norr" }));
    expect(second).toMatchObject({ exactLocation: "E4 vid Knivsta", type: "buss", access: "från norr", casualties: { severe: 12, dead: 2 } });
    const third = reportTogether(second, report({ exactLocation: "E4 avfart 188", casualties: hurt(20) }));
    expect(third).toMatchObject({ exactLocation: "E4 avfart 188", type: "buss", casualties: { severe: 20, dead: 2 } });
    expect(reportTogether(third, report({ exactLocation: "  ", casualties: hurt(0, 3) }))).toMatchObject({ exactLocation: "E4 avfart 188", casualties: { severe: 20, dead: 3 } });
    expect(reportTogether(report({ casualties: hurt(0, 2) }), report({ casualties: hurt(0, 5) })).casualties).toMatchObject({ dead: 5 });
  });
});
