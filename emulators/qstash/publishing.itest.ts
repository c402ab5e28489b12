import { Client } from "@upstash/qstash";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFastClock } from "@/emulators/qstash/clock";
import { type Destination, startDestination } from "@/emulators/qstash/start-destination";
import { type Qstash, startQstash } from "@/emulators/qstash/start-qstash";

let qstash: Qstash;
let client: Client;
let destination: Destination;

async function start(options: Parameters<typeof startQstash>[0] = {}): Promise<void> {
  qstash = await startQstash(options);
  client = new Client({ baseUrl: qstash.url, token: qstash.token, enableTelemetry: false });
}

beforeEach(async () => {
  destination = await startDestination();
  await start();
});
afterEach(async () => {
  await qstash.close();
  await destination.close();
});

describe("publishing with the real client", () => {
  it("delivers method, body, type and forwarded headers to the raw URL", async () => {
    const url = `${destination.url}/api//job?x=1&y=http://z/%2F`;
    const { messageId } = await client.publishJSON({ url, body: { a: "é😀" }, headers: { "X-Mine": "yes" } });
    const [delivery] = await destination.waitFor(1);
    expect(delivery).toMatchObject({
      method: "POST",
      path: "/api//job?x=1&y=http://z/%2F",
      body: '{"a":"é😀"}',
    });
    expect(delivery?.headers).toMatchObject({
      "content-type": "application/json",
      "user-agent": "Upstash-QStash",
      "x-mine": "yes",
      "upstash-message-id": messageId,
      "upstash-retried": "0",
    });
    expect(delivery?.headers).not.toHaveProperty("authorization");
    await client.publish({ url, method: "GET" });
    expect((await destination.waitFor(2))[1]).toMatchObject({ method: "GET", body: "" });
  });

  it("rejects a wrong token and a destination that is no URL", async () => {
    const stranger = new Client({ baseUrl: qstash.url, token: "wrong", enableTelemetry: false });
    await expect(stranger.publish({ url: destination.url })).rejects.toThrow("unauthorized");
    const response = await fetch(`${qstash.url}/v2/publish/ftp://x`, {
      method: "POST",
      headers: { authorization: `Bearer ${qstash.token}` },
    });
    expect(response.status).toBe(400);
    expect(await (await fetch(`${qstash.url}/v2/keys?qstash_token=${qstash.token}`)).json()).toEqual({
      current: qstash.currentSigningKey,
      next: qstash.nextSigningKey,
    });
  });

  it("waits for the delay and for not-before", async () => {
    const startMs = Date.now();
    await client.publish({ url: destination.url, delay: 1 });
    await client.publish({ url: destination.url, notBefore: Math.ceil(startMs / 1_000) + 1, delay: "1h" });
    for (const { atMs } of await destination.waitFor(2)) expect(atMs - startMs).toBeGreaterThan(900);
  });

  it("accepts a deduplication id or a content once in ten minutes, and responds with 202 with the first id", async () => {
    await qstash.close();
    const clock = createFastClock(1_000);
    await start({ clock });
    const publish = () => client.publish({ url: destination.url, body: "b", deduplicationId: "order-1" });
    const first = await publish();
    expect(await publish()).toEqual({ messageId: first.messageId, deduplicated: true });
    const raw = await fetch(`${qstash.url}/v2/publish/${destination.url}`, {
      method: "POST",
      headers: { authorization: `Bearer ${qstash.token}`, "upstash-deduplication-id": "order-1" },
    });
    expect(raw.status).toBe(202);
    await clock.wait(601_000, new AbortController().signal);
    expect((await publish()).messageId).not.toBe(first.messageId);
    const content = { url: destination.url, body: "same", contentBasedDeduplication: true };
    const one = await client.publish(content);
    expect(await client.publish(content)).toMatchObject({ messageId: one.messageId, deduplicated: true });
    expect(await client.publish({ ...content, body: "other" })).not.toHaveProperty("deduplicated");
  });

  it("takes batches, with and without a queue", async () => {
    const responses = await client.batchJSON([
      { url: `${destination.url}/1`, body: { n: 1 } },
      { url: `${destination.url}/2`, body: { n: 2 }, queueName: "q", deduplicationId: "d" },
      { url: `${destination.url}/2`, body: { n: 2 }, queueName: "q", deduplicationId: "d" },
    ]);
    expect(responses).toEqual([
      { messageId: expect.stringMatching(/^msg_/) },
      { messageId: expect.stringMatching(/^msg_/) },
      { messageId: expect.any(String), deduplicated: true },
    ]);
    expect((await destination.waitFor(2)).map(({ path }) => path).sort()).toEqual(["/1", "/2"]);
    expect((await client.queue({ queueName: "q" }).get()).parallelism).toBe(1);
  });

  it("fans out to the endpoints of a URL group", async () => {
    await client.urlGroups.addEndpoints({
      name: "group",
      endpoints: [
        { name: "one", url: `${destination.url}/one` },
        { name: "two", url: `${destination.url}/two` },
      ],
    });
    const responses = await client.publishJSON({ urlGroup: "group", body: {} });
    expect(responses.map(({ url }) => url)).toEqual([`${destination.url}/one`, `${destination.url}/two`]);
    const deliveries = await destination.waitFor(2);
    expect(deliveries.every(({ headers }) => headers["upstash-topic-name"] === "group")).toBe(true);
    await expect(client.publishJSON({ urlGroup: "none", body: {} })).rejects.toThrow("not found");
  });

  it("shows, cancels and logs messages", async () => {
    const { messageId } = await client.publishJSON({
      url: destination.url,
      body: { n: 1 },
      delay: "1h",
      retries: 2,
      label: "mine",
    });
    expect(await client.messages.get(messageId)).toMatchObject({
      messageId,
      url: destination.url,
      body: '{"n":1}',
      maxRetries: 2,
    });
    expect(await client.messages.cancel(messageId)).toEqual({ cancelled: 1 });
    await expect
      .poll(() => client.messages.get(messageId).catch((error: Error) => error.message))
      .toContain("not found");
    const { logs } = await client.logs({ filter: { messageId } });
    expect(logs.map(({ state }) => state)).toEqual(["CANCELLED", "CANCEL_REQUESTED", "CREATED"]);
    await client.publish({ url: destination.url });
    await destination.waitFor(1);
    await expect
      .poll(async () => (await client.logs({ filter: { state: "DELIVERED" } })).logs.length)
      .toBe(1);
    const openApi = await fetch(`${qstash.url}/v2/logs?qstash_token=${qstash.token}`);
    expect(((await openApi.json()) as { events: unknown[] }).events.length).toBe(6);
  });
});

describe("schedules", () => {
  it("publish by the calendar in UTC, pause, resume and end", async () => {
    await qstash.close();
    await start({ clock: createFastClock(600) });
    const { scheduleId } = await client.schedules.create({
      destination: `${destination.url}/tick`,
      cron: "* * * * *",
      body: "x",
    });
    const [delivery] = await destination.waitFor(2);
    expect(delivery?.headers["upstash-schedule-id"]).toBe(scheduleId);
    await client.schedules.pause({ schedule: scheduleId });
    expect(await client.schedules.get(scheduleId)).toMatchObject({ isPaused: true, cron: "* * * * *" });
    await client.schedules.resume({ schedule: scheduleId });
    expect(await client.schedules.list()).toHaveLength(1);
    await client.schedules.delete(scheduleId);
    expect(await client.schedules.list()).toEqual([]);
  });

  it("understand CRON_TZ, keep their id, and reject nonsense", async () => {
    const create = (cron: string) =>
      client.schedules.create({ destination: destination.url, cron, scheduleId: "mine" });
    await create("CRON_TZ=Asia/Tokyo 0 9 * * *");
    const tokyo = await client.schedules.get("mine");
    expect(new Date(tokyo.nextScheduleTime ?? 0).toISOString()).toMatch(/T00:00:00/);
    await create("0 9 * * *");
    const utc = await client.schedules.get("mine");
    expect(new Date(utc.nextScheduleTime ?? 0).toISOString()).toMatch(/T09:00:00/);
    expect(await client.schedules.list()).toHaveLength(1);
    for (const wrong of ["nonsense", "* * * * * *", "CRON_TZ=Mars/Base 0 9 * * *"]) {
      await expect(create(wrong)).rejects.toThrow("cron");
    }
  });
});
