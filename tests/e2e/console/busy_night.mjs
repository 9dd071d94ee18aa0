// A night far beyond any that there has been, as a feed: seven regions with 25 hospitals each, 2,000 entries in the
// timeline, and events as fast as one likes. Everything else is the daemon's.
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";

import { GetBloodReplySchema } from "./gen/larm/v1/blood_pb.js";
import { GetIncidentReplySchema, IncidentViewSchema } from "./gen/larm/v1/incident_pb.js";
import { ListEventsReplySchema, ListEventsSchema } from "./gen/larm/v1/session_pb.js";
import { WatchFrameSchema } from "./gen/larm/v1/watch_pb.js";

const regions = ["dalarna", "gavleborg", "sormland", "uppsala", "varmland", "vastmanland", "orebro"];
const hospitals_each = 25;
const entries_before = 2_000;
const incidentId = "01a214f8-a986-78b2-b245-754c61490949";
const second_us = 1_000_000n;

const now_us = () => BigInt(Date.now()) * 1000n;

function partiesOf(hospitals, steps) {
  const chase = (party, step, more) => ({ party, step, state: 2, since: now_us(), deadline: now_us() + 60n * second_us, rung: 0, ...more });
  return regions.flatMap((region) => [
    chase(`tib@${region}`, "regional_alarm"),
    chase(`tib@${region}`, "transports", { missing: 3 }),
    chase(`blood@${region}`, "blood_alarm"),
    ...steps.map((step) => chase(`tib@${region}`, step)),
    ...Array.from({ length: hospitals }, (_, n) =>
      chase(`hospital@${region}${n}`, "hospital_alarm", {
        deliveries: [1, 2, 3].map((channel) => ({ recipient: `hospital@${region}${n}`, channel, attempt: 1, outcome: 1, since: now_us() })),
      }),
    ),
  ]);
}

export class BusyNight {
  #parties;
  #began = now_us() - 600n * second_us;
  #sockets = new Set();
  #timers = [];
  seq = BigInt(entries_before);
  /** How often a page asked for the whole incident. */
  asked = 0;

  /** `steps`: those that every region's duty officer is asked beside the alarm's own. */
  constructor(front, { hospitals = hospitals_each, steps = [] } = {}) {
    this.#parties = partiesOf(hospitals, steps);
    front.onFeed = (socket) => this.#watch(socket);
    front.upset((request, response, path) => this.#answer(request, response, path));
    // As the daemon's.
    this.#timers.push(setInterval(() => this.#send({ case: "heartbeat", value: {} }), 1_000));
  }

  /** Events spread evenly over each second. */
  begin(eachSecond) {
    this.#timers.push(
      setInterval(() => {
        this.seq += 1n;
        this.#send({ case: "event", value: this.#event(this.seq) });
      }, 1_000 / eachSecond),
    );
  }

  end() {
    this.#timers.forEach(clearInterval);
  }

  #view() {
    const [reportedAt, confirmedAt, alarmAt] = [this.#began, this.#began, this.#began];
    return create(IncidentViewSchema, {
      ...{ incidentId, phase: 3, regionId: "uppsala", level: 3, massCasualty: true, reportedAt, confirmedAt, alarmAt },
      report: { type: "Tågolycka", exactLocation: "Uppsala C", casualties: { severe: 11, moderate: 23, minor: 58 } },
      parties: this.#parties,
      transports: regions.map((regionId) => ({ regionId, required: 5, committed: 2 })),
    });
  }

  #event(seq) {
    const { party, step } = this.#parties[Number(seq) % this.#parties.length];
    const state = 2 + (Number(seq / 7n) % 3);
    const event = {
      ...{ atUs: seq > BigInt(entries_before) ? now_us() : this.#began + seq * 250_000n, incidentId },
      chases: [{ party, step, state, nextDueUs: now_us() + 60n * second_us, attempt: 1 }],
    };
    // What people do is in the timeline whatever its filter; deliveries are not.
    if (seq % 2n === 0n) {
      return { ...event, kind: { case: "partyAcknowledged", value: { party, via: 2 } } };
    }
    const delivery = { step, party, recipient: party, channel: 1 + (Number(seq) % 3), attempt: 1, outcome: 1 + (Number(seq) % 2) };
    return { ...event, kind: { case: "deliveryRecorded", value: delivery } };
  }

  #frame(frame) {
    return toBinary(WatchFrameSchema, create(WatchFrameSchema, { seq: this.seq, serverTime: now_us(), durability: 2, frame }));
  }

  #send(frame) {
    const bytes = this.#frame(frame);
    this.#sockets.forEach((socket) => socket.send(bytes));
  }

  #watch(socket) {
    socket.send(this.#frame({ case: "snapshot", value: { incidents: [this.#view()], duties: [] } }));
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
  }

  async #answer(request, response, path) {
    const reply = (schema, message) => {
      response.writeHead(200, { "content-type": "application/proto" }).end(toBinary(schema, create(schema, message)));
      return true;
    };
    if (path.endsWith("/GetBlood")) {
      return reply(GetBloodReplySchema, { blood: { incidentId }, seq: this.seq });
    }
    if (path.endsWith("/GetIncident")) {
      this.asked += 1;
      return reply(GetIncidentReplySchema, { incident: this.#view(), seq: this.seq });
    }
    if (path.endsWith("/ListEvents")) {
      const parts = [];
      for await (const part of request) {
        parts.push(part);
      }
      const { upTo, pageSize } = fromBinary(ListEventsSchema, Buffer.concat(parts));
      const last = upTo === 0n || upTo > this.seq ? this.seq : upTo;
      const events = Array.from({ length: Math.min(pageSize || 500, Number(last)) }, (_, n) => last - BigInt(n)).map((seq) => ({ seq, event: this.#event(seq) }));
      const reached = events.at(-1)?.seq ?? 1n;
      return reply(ListEventsReplySchema, { events, hasMore: reached > 1n, seq: this.seq, reached });
    }
    return false;
  }
}
