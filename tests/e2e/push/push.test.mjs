// What our push channel puts on the wire, taken apart by libraries that are not ours: http_ece decrypts (RFC 8188, 8291),
// Node's own crypto checks the signature (RFC 8292).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import ece from "http_ece";

const folder = mkdtempSync(join(tmpdir(), "larm-push-"));
const keyFile = join(folder, "vapid.pem");
const pushes = [];
let server, origin, sender, lines, publicKey, statusToGive;

/** A browser's part of a subscription. */
function subscribe() {
  const keys = createECDH("prime256v1");
  keys.generateKeys();
  const auth = randomBytes(16);
  const json = {
    endpoint: `${origin}/push/${randomBytes(12).toString("base64url")}`,
    expirationTime: null,
    keys: { p256dh: keys.getPublicKey("base64url"), auth: auth.toString("base64url") },
  };
  return { keys, auth, json };
}

async function send(kind, subscription) {
  sender.stdin.write(`${kind} ${JSON.stringify(subscription.json)}\n`);
  return (await lines.next()).value;
}

function decrypt(push, { keys, auth }) {
  const text = ece.decrypt(push.body, { version: "aes128gcm", privateKey: keys, authSecret: auth });
  return JSON.parse(text.toString("utf8"));
}

before(async () => {
  server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) {
      parts.push(part);
    }
    pushes.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(parts) });
    response.writeHead(statusToGive).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${server.address().port}`;
  sender = spawn(process.env.PUSH_SENDER, [keyFile, origin], { stdio: ["pipe", "pipe", "inherit"] });
  lines = createInterface({ input: sender.stdout })[Symbol.asyncIterator]();
  publicKey = (await lines.next()).value;
});

after(async () => {
  const exited = once(sender, "exit");
  sender.stdin.end();
  await exited;
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

test("a live alarm is decrypted to what was written, in both languages", async () => {
  statusToGive = 201;
  const subscription = subscribe();
  assert.match(await send("live", subscription), /^DELIVERY_OUTCOME_ACCEPTED /);

  const push = pushes.at(-1);
  assert.equal(push.method, "POST");
  assert.equal(`${origin}${push.url}`, subscription.json.endpoint);
  const { sentAt, ...payload } = decrypt(push, subscription);
  assert.deepEqual(payload, {
    id: "id-of-live",
    kind: "live",
    mark: "",
    incident: "0197f0c0-incident",
    step: "alarm",
    party: "blood@uppsala",
    answerUrl: "https://larm.example/a/abcdefghijklmnopqrst",
    asksForNumber: false,
    lang: "sv",
    title: "Masskadelarm till blodcentralen: Västmanland",
    body: 'Vad: "Buss"\nVar: E18 väster om Arboga – 🚌\n\nKvittera.',
    texts: {
      en: {
        title: "Mass-casualty alarm to the blood centre: Västmanland",
        body: 'What: "Bus"\nWhere: E18 west of Arboga – 🚌\n\nAcknowledge.',
      },
    },
  });
  assert.ok(Math.abs(Date.now() - Date.parse(sentAt)) < 60_000, sentAt);
});

test("its headers are those of RFC 8030 and 8188", async () => {
  statusToGive = 201;
  await send("live", subscribe());
  const { headers, body } = pushes.at(-1);
  assert.match(headers.ttl, /^[1-9]\d*$/);
  assert.equal(headers.urgency, "high");
  assert.match(headers.topic, /^[A-Za-z0-9_-]{1,32}$/);
  assert.equal(headers["content-encoding"], "aes128gcm");
  assert.ok(body.length <= 4096);
});

test("its VAPID token is signed with the key that browsers are given", async () => {
  statusToGive = 201;
  await send("live", subscribe());
  const parts = /^vapid t=([^.]+)\.([^.]+)\.([^,]+), k=(\S+)$/.exec(pushes.at(-1).headers.authorization);
  assert.ok(parts);
  const [, head, claims, signature, key] = parts;
  assert.equal(key, publicKey);
  const point = Buffer.from(key, "base64url");
  assert.equal(point.length, 65);
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const verifier = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" };
  assert.ok(verify("sha256", Buffer.from(`${head}.${claims}`), verifier, Buffer.from(signature, "base64url")));
  assert.deepEqual(JSON.parse(Buffer.from(head, "base64url")), { typ: "JWT", alg: "ES256" });
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, "base64url"));
  assert.equal(aud, origin);
  assert.equal(sub, "mailto:larm@region.example");
  const seconds = exp - Date.now() / 1000;
  assert.ok(seconds > 3600 && seconds <= 24 * 3600, `${seconds}`);
  assert.equal(statSync(keyFile).mode & 0o777, 0o600);
});

test("a roll-call is marked inside the encryption, and looks like an alarm from outside", async () => {
  statusToGive = 201;
  const subscription = subscribe();
  await send("live", subscription);
  const live = pushes.at(-1);
  assert.match(await send("rollcall", subscription), /^DELIVERY_OUTCOME_ACCEPTED /);
  const test = pushes.at(-1);
  const payload = decrypt(test, subscription);
  assert.equal(payload.kind, "rollcall");
  assert.equal(payload.mark, "PROV");
  for (const texts of [payload, payload.texts.en]) {
    assert.match(texts.title, /^PROV .* PROV$/);
    assert.match(texts.body, /^PROV\n\n[^]*\n\nPROV$/);
  }
  assert.equal(test.body.length, live.body.length);
  assert.notEqual(test.headers.topic, live.headers.topic);
});

test("another browser's keys open nothing", async () => {
  statusToGive = 201;
  await send("live", subscribe());
  assert.throws(() => decrypt(pushes.at(-1), subscribe()));
});

test("what the push service refuses is not taken for sent", async () => {
  for (const status of [400, 403, 410, 429, 503]) {
    statusToGive = status;
    assert.match(await send("live", subscribe()), /^DELIVERY_OUTCOME_FAILED /, `${status}`);
  }
});
