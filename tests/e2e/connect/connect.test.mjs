// An unmodified official Connect client runs an alarm from the confirmation to a complete chain, in JSON and in binary,
// while a watcher of another make sees every event once.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";

import { Code, ConnectError } from "@connectrpc/connect";

import { AlarmService } from "../gen/larm/v1/alarm_pb.js";
import { Durability, FieldErrorSchema, IncidentPhase, ReadinessLevel, Via } from "../gen/larm/v1/domain_pb.js";
import { IncidentService } from "../gen/larm/v1/incident_pb.js";
import { TransportService } from "../gen/larm/v1/transport_pb.js";
import { Daemon, Watcher } from "./daemon.mjs";

const regions = ["dalarna", "gavleborg", "sormland", "uppsala", "varmland", "vastmanland", "orebro"];
const stricken = "vastmanland";

let daemon;
const tokens = {};

before(async () => {
  daemon = await Daemon.start();
  for (const region of regions) {
    tokens[`tib@${region}`] = daemon.token("tib", region);
    tokens[`blood@${region}`] = daemon.token("blood", region);
  }
  tokens.observer = daemon.token("observer");
});

after(async () => {
  if (daemon.process.exitCode === null) {
    await daemon.stop();
  }
});

for (const binary of [false, true]) {
  const format = binary ? "binary" : "JSON";

  test(`an alarm from confirmation to complete chain, in ${format}`, async () => {
    const watcher = await Watcher.open(daemon, tokens.observer, binary ? "larm.v1.proto" : "larm.v1.json");
    assert.equal(watcher.subprotocol, binary ? "larm.v1.proto" : "larm.v1.json");
    await watcher.until((frames) => frames.length > 0);
    assert.equal(watcher.frames[0].frame.case, "snapshot");
    const as = (service, party) => daemon.client(service, tokens[party], binary);

    const replies = [];
    const confirmed = await as(IncidentService, `tib@${stricken}`).confirmIncident({
      commandId: randomUUID(),
      regionId: stricken,
      level: ReadinessLevel.KATASTROF,
      massCasualty: true,
      report: {
        majorIncident: "Ja",
        exactLocation: "E18 vid Arboga",
        type: "Bussolycka",
        casualties: { dead: 2, severe: 12, moderate: 20, minor: 15 },
      },
    });
    assert.equal(confirmed.durability, Durability.LOCAL);
    assert.match(confirmed.incidentId, /^[0-9a-f-]{36}$/);
    replies.push(confirmed);
    const { incidentId } = confirmed;

    for (const region of regions) {
      for (const role of ["tib", "blood"]) {
        const party = `${role}@${region}`;
        replies.push(
          await as(AlarmService, party).acknowledge({ commandId: randomUUID(), incidentId, party, via: Via.API }),
        );
      }
      replies.push(
        await as(TransportService, `tib@${region}`).commit({
          commandId: randomUUID(),
          incidentId,
          regionId: region,
          count: 5,
          kind: "ambulans",
          readyInMinutes: 30,
        }),
      );
    }

    const { incident, seq } = await as(IncidentService, "observer").getIncident({ incidentId });
    assert.equal(incident.phase, IncidentPhase.RUNNING);
    assert.equal(incident.transports.length, 7);
    for (const transport of incident.transports) {
      assert.ok(transport.committed >= 5, `${transport.regionId} has ${transport.committed}`);
    }
    assert.equal(incident.chainComplete, true);

    await watcher.until((frames) => frames.at(-1).seq >= seq);
    const seen = watcher.events();
    const first = watcher.frames[0].seq + 1n;
    seen.forEach((frame, i) => assert.equal(frame.seq, first + BigInt(i), "each event once and in order"));
    for (const reply of replies) {
      assert.ok(seen.some((frame) => frame.seq === reply.seq), `event ${reply.seq} was seen`);
    }

    const again = await Watcher.open(daemon, tokens.observer, "larm.v1.proto", confirmed.seq - 1n);
    await again.until((frames) => frames.some((frame) => frame.seq >= seq));
    assert.equal(again.events()[0].seq, confirmed.seq);
  });

  test(`errors arrive as Connect errors that name the field, in ${format}`, async () => {
    const client = daemon.client(TransportService, tokens["tib@dalarna"], binary);
    const commit = { commandId: randomUUID(), incidentId: randomUUID(), regionId: "dalarna", count: -1 };
    await assert.rejects(client.commit(commit), (error) => {
      assert.ok(error instanceof ConnectError);
      assert.equal(error.code, Code.InvalidArgument);
      assert.equal(error.findDetails(FieldErrorSchema)[0].field, "count");
      return true;
    });
    await assert.rejects(client.commit({ ...commit, count: 5 }), { code: Code.NotFound });
    const observer = daemon.client(TransportService, tokens.observer, binary);
    await assert.rejects(observer.commit({ ...commit, count: 5 }), { code: Code.PermissionDenied });
    const stranger = daemon.client(TransportService, "larm_nobody", binary);
    await assert.rejects(stranger.commit({ ...commit, count: 5 }), { code: Code.Unauthenticated });
  });

  test(`a repeated command is answered the same and takes effect once, in ${format}`, async () => {
    const client = daemon.client(IncidentService, tokens["tib@uppsala"], binary);
    const confirm = { commandId: randomUUID(), regionId: "uppsala", level: ReadinessLevel.STAB };
    const first = await client.confirmIncident(confirm, { timeoutMs: 10_000 });
    const second = await client.confirmIncident(confirm);
    assert.equal(second.seq, first.seq);
    assert.equal(second.incidentId, first.incidentId);
    await assert.rejects(client.confirmIncident({ ...confirm, level: ReadinessLevel.KATASTROF }), {
      code: Code.AlreadyExists,
    });
  });
}

test("SIGTERM closes watchers with 1001 and ends the daemon with 0 within 10 s", async () => {
  const watcher = await Watcher.open(daemon, tokens.observer, "larm.v1.json");
  await watcher.until((frames) => frames.length > 0);
  const { code, signal, ms } = await daemon.stop();
  assert.equal(await watcher.closed, 1001);
  assert.equal(code, 0, `exit code (signal ${signal})`);
  assert.ok(ms < 10_000, `${ms} ms`);
});
