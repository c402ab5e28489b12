import { Client, Receiver } from "@upstash/qstash";
import { decodeJwt, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFastClock } from "@/emulators/qstash/clock";
import { type Destination, startDestination } from "@/emulators/qstash/start-destination";
import { type Qstash, startQstash } from "@/emulators/qstash/start-qstash";

let qstash: Qstash;
let client: Client;
let destination: Destination;

beforeEach(async () => {
  destination = await startDestination();
  // An hour in half a second: back-offs of hours in a test of seconds.
  qstash = await startQstash({ clock: createFastClock(7_200) });
  client = new Client({ baseUrl: qstash.url, token: qstash.token, enableTelemetry: false });
});
afterEach(async () => {
  await qstash.close();
  await destination.close();
});

async function nextDeadLetter() {
  await expect.poll(async () => (await client.dlq.listMessages()).messages.length).toBe(1);
  const [letter] = (await client.dlq.listMessages()).messages;
  if (!letter) throw new Error("The dead letter is gone again.");
  return letter;
}

/** The planned waits before each retry, in seconds, by the log. */
async function plannedDelaysS(messageId: string): Promise<number[]> {
  const { logs } = await client.logs({ filter: { messageId } });
  const retries = logs.filter(({ state }) => state === "RETRY").reverse();
  return retries.map(({ time, nextDeliveryTime }) => Math.round(((nextDeliveryTime ?? 0) - time) / 1_000));
}

describe("retries", () => {
  it("back off as documented and end in the dead letter queue, from where they can be retried", async () => {
    destination.respond(() => ({ status: 500, body: "broken" }));
    const { messageId } = await client.publishJSON({ url: destination.url, body: { n: 1 } });
    const deliveries = await destination.waitFor(4);
    expect(deliveries.map(({ headers }) => headers["upstash-retried"])).toEqual(["0", "1", "2", "3"]);
    expect(new Set(deliveries.map(({ headers }) => headers["upstash-message-id"]))).toEqual(
      new Set([messageId]),
    );
    const letter = await nextDeadLetter();
    expect(letter).toMatchObject({ messageId, responseStatus: 500, responseBody: "broken", body: '{"n":1}' });
    expect(await plannedDelaysS(messageId)).toEqual([12, 148, 1_808]);
    destination.respond(() => ({}));
    const { responses } = await client.dlq.retry(letter.dlqId);
    expect(responses).toHaveLength(1);
    expect((await destination.waitFor(5))[4]?.headers["upstash-message-id"]).toBe(responses[0]?.messageId);
    expect((await client.dlq.listMessages()).messages).toEqual([]);
  });

  it("follow the message's own expression", async () => {
    destination.respond((_, index) => ({
      status: index < 3 ? 302 : 200,
      headers: { location: "/elsewhere" },
    }));
    const { messageId } = await client.publish({
      url: destination.url,
      retryDelay: "min(60000, 1000 * pow(2, retried) * (1 + retried))",
    });
    await destination.waitFor(4);
    expect(await plannedDelaysS(messageId)).toEqual([1, 4, 12]);
    const rejected = client.publish({ url: destination.url, retryDelay: "process.exit(1)" });
    await expect(rejected).rejects.toThrow("expression");
  });

  it("follow what the response asks for", async () => {
    const asked = [{ "retry-after": "90" }, { "x-ratelimit-reset": "6m5s" }, { "retry-after": "9999999" }];
    destination.respond((_, index) => ({ status: index < 3 ? 429 : 200, headers: asked[index] ?? {} }));
    const { messageId } = await client.publish({ url: destination.url, retryDelay: "1" });
    await expect.poll(() => plannedDelaysS(messageId)).toEqual([90, 365, 86_400]);
  });

  it("stop at status 489 with the header, and only then", async () => {
    destination.respond(({ path }) => ({
      status: 489,
      headers: { "Upstash-NonRetryable-Error": String(path === "/never") },
    }));
    await client.publish({ url: `${destination.url}/never` });
    expect(await nextDeadLetter()).toMatchObject({ responseStatus: 489 });
    expect(destination.received).toHaveLength(1);
    await client.publish({ url: `${destination.url}/again`, retries: 1, retryDelay: "1" });
    await destination.waitFor(3);
  });

  it("give up on a destination that is away or too slow", async () => {
    const gone = await startDestination();
    await gone.close();
    await client.publish({ url: gone.url, retries: 0 });
    const letter = await nextDeadLetter();
    expect(letter.responseBody).toContain("ECONNREFUSED");
    await client.dlq.delete(letter.dlqId);
    destination.respond(() => ({ after: new Promise(() => {}) }));
    await client.publish({ url: destination.url, retries: 0, timeout: "1s" });
    expect((await nextDeadLetter()).url).toBe(destination.url);
    expect(await client.dlq.delete({ all: true })).toEqual({ deleted: 1 });
  });
});

describe("callbacks", () => {
  it("tell of every attempt, and of the failure once, signed", async () => {
    destination.respond(({ path }) => (path === "/job" ? { status: 500, body: "nope" } : {}));
    const { messageId } = await client.publishJSON({
      url: `${destination.url}/job`,
      body: { order: 1 },
      retries: 1,
      retryDelay: "1",
      callback: `${destination.url}/callback`,
      failureCallback: `${destination.url}/failed`,
      headers: { "Upstash-Callback-Forward-X-Mine": "yes" },
    });
    const all = await destination.waitFor(5);
    const reports = all.filter(({ path }) => path === "/callback").map(({ body }) => JSON.parse(body));
    expect(reports.map(({ retried }) => retried).sort()).toEqual([0, 1]);
    const failures = all.filter(({ path }) => path === "/failed");
    expect(failures).toHaveLength(1);
    const failure = JSON.parse(failures[0]?.body ?? "");
    expect(failure).toMatchObject({
      status: 500,
      retried: 1,
      maxRetries: 1,
      sourceMessageId: messageId,
      url: `${destination.url}/job`,
      dlqId: expect.stringMatching(/^dlq_/),
    });
    expect(Buffer.from(failure.body, "base64").toString()).toBe("nope");
    expect(JSON.parse(Buffer.from(failure.sourceBody, "base64").toString())).toEqual({ order: 1 });
    const callback = all.find(({ path }) => path === "/callback");
    expect(callback?.headers["x-mine"]).toBe("yes");
    expect(decodeJwt(callback?.headers["upstash-signature"] ?? "").sub).toBe(`${destination.url}/callback`);
  });
});

describe("signatures", () => {
  const receive = async () => {
    const url = `${destination.url}/signed?x=1`;
    await client.publish({ url, body: "é" });
    const delivery = (await destination.waitFor(1)).at(-1);
    return { url, body: "é", signature: delivery?.headers["upstash-signature"] ?? "" };
  };
  const { currentSigningKey: current, nextSigningKey: next } = {
    currentSigningKey: "a-key",
    nextSigningKey: "b-key",
  };

  it("pass the real receiver, and fail on another key, URL or body", async () => {
    const given = await receive();
    const receiver = new Receiver(qstash);
    expect(await receiver.verify(given)).toBe(true);
    await expect(receiver.verify({ ...given, url: `${given.url}2` })).rejects.toThrow("invalid subject");
    await expect(receiver.verify({ ...given, body: "e" })).rejects.toThrow("body hash");
    const stranger = new Receiver({ currentSigningKey: current, nextSigningKey: next });
    await expect(stranger.verify(given)).rejects.toThrow("signature");
  });

  it("pass a receiver that knows the key as its next one, after a rotation too", async () => {
    const ahead = new Receiver({ currentSigningKey: current, nextSigningKey: qstash.currentSigningKey });
    expect(await ahead.verify(await receive())).toBe(true);
    await fetch(`${qstash.url}/v2/keys/rotate?qstash_token=${qstash.token}`, { method: "POST" });
    destination.received.length = 0;
    const rotated = await receive();
    expect(await new Receiver(qstash).verify(rotated)).toBe(true);
    const behind = new Receiver({ currentSigningKey: qstash.currentSigningKey, nextSigningKey: current });
    await expect(behind.verify(rotated)).rejects.toThrow("signature");
  });

  it("hold for five minutes", async () => {
    const given = await receive();
    const claims = decodeJwt(given.signature);
    expect(claims).toMatchObject({ iss: "Upstash", sub: given.url, jti: expect.stringMatching(/^jwt_/) });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300);
    expect(claims.nbf).toBe(claims.iat);
    const old = await new SignJWT({ ...claims, exp: (claims.iat ?? 0) - 1, nbf: (claims.iat ?? 0) - 301 })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .sign(new TextEncoder().encode(qstash.currentSigningKey));
    // The same key twice, because the receiver reports its second key's error.
    const key = qstash.currentSigningKey;
    const receiver = new Receiver({ currentSigningKey: key, nextSigningKey: key });
    await expect(receiver.verify({ ...given, signature: old })).rejects.toThrow("exp");
  });
});
