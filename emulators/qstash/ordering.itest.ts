import { Client } from "@upstash/qstash";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Destination, startDestination } from "@/emulators/qstash/start-destination";
import { type Qstash, startQstash } from "@/emulators/qstash/start-qstash";

let qstash: Qstash;
let client: Client;
let destination: Destination;

beforeEach(async () => {
  destination = await startDestination();
  qstash = await startQstash({});
  client = new Client({ baseUrl: qstash.url, token: qstash.token, enableTelemetry: false });
});
afterEach(async () => {
  await qstash.close();
  await destination.close();
});

/** Counts concurrent deliveries, and blocks each until it is released. */
function holdDeliveries(): { most: () => number; open: () => number; letGo: () => void } {
  const waiting: (() => void)[] = [];
  let open = 0;
  let most = 0;
  destination.respond(() => {
    open += 1;
    most = Math.max(most, open);
    const after = new Promise<void>((resolve) => {
      waiting.push(() => {
        open -= 1;
        resolve();
      });
    });
    return { after };
  });
  return { most: () => most, open: () => open, letGo: () => waiting.shift()?.() };
}

describe("queues", () => {
  it("deliver one at a time in order, retries before the next", async () => {
    destination.respond(({ headers, body }) => ({
      status: body === '"1"' && headers["upstash-retried"] === "0" ? 500 : 200,
    }));
    const queue = client.queue({ queueName: "orders_queue" });
    for (const n of ["1", "2", "3"])
      await queue.enqueueJSON({ url: destination.url, body: n, retryDelay: "200" });
    const deliveries = await destination.waitFor(4);
    expect(deliveries.map(({ body }) => body)).toEqual(['"1"', '"1"', '"2"', '"3"']);
  });

  it("deliver as many at once as the request allows", async () => {
    const queue = client.queue({ queueName: "wide" });
    await queue.upsert({ parallelism: 2 });
    const waiting = holdDeliveries();
    for (let n = 0; n < 4; n += 1) await queue.enqueueJSON({ url: destination.url, body: n });
    await destination.waitFor(2);
    expect((await queue.get()).lag).toBe(4);
    for (let n = 2; n < 4; n += 1) {
      waiting.letGo();
      await destination.waitFor(n + 1);
    }
    expect(waiting.most()).toBe(2);
    waiting.letGo();
    waiting.letGo();
    await expect.poll(async () => (await queue.get()).lag).toBe(0);
  });

  it("pause, resume, list and go", async () => {
    const queue = client.queue({ queueName: "stopped" });
    await queue.upsert({ parallelism: 1, paused: true });
    const { messageId } = await queue.enqueueJSON({ url: destination.url, body: 1 });
    expect(await queue.get()).toMatchObject({ paused: true, lag: 1 });
    expect(destination.received).toEqual([]);
    await queue.resume();
    expect((await destination.waitFor(1))[0]?.headers["upstash-message-id"]).toBe(messageId);
    expect((await client.queue().list()).map(({ name }) => name)).toEqual(["stopped"]);
    await queue.delete();
    expect(await client.queue().list()).toEqual([]);
    await expect(client.queue({ queueName: "bad name" }).upsert({})).rejects.toThrow("queue name");
  });

  it("skip a message that was cancelled while it waited", async () => {
    const queue = client.queue({ queueName: "skip" });
    await queue.upsert({ paused: true });
    const first = await queue.enqueueJSON({ url: destination.url, body: 1 });
    await queue.enqueueJSON({ url: destination.url, body: 2 });
    await client.messages.cancel(first.messageId);
    await queue.resume();
    expect((await destination.waitFor(1)).map(({ body }) => body)).toEqual(["2"]);
  });
});

describe("flow control", () => {
  it("holds a key to its parallelism, others go on", async () => {
    const waiting = holdDeliveries();
    const publish = (key: string) =>
      client.publish({ url: `${destination.url}/${key}`, flowControl: { key, parallelism: 1 } });
    for (let n = 0; n < 3; n += 1) await publish("mine");
    await destination.waitFor(1);
    await publish("other");
    await destination.waitFor(2);
    expect(await client.flowControl.get("mine")).toMatchObject({
      waitListSize: 2,
      parallelismMax: 1,
      parallelismCount: 1,
    });
    expect((await client.flowControl.getGlobalParallelism()).parallelismCount).toBe(2);
    waiting.letGo();
    await destination.waitFor(3);
    expect(waiting.open()).toBe(2);
    waiting.letGo();
    waiting.letGo();
    await destination.waitFor(4);
    expect(destination.received.filter(({ path }) => path === "/mine")).toHaveLength(3);
  });

  it("holds a key to its rate, period by period", async () => {
    const flowControl = { key: "slow", rate: 2, period: "1s" as const };
    for (let n = 0; n < 4; n += 1) await client.publish({ url: destination.url, flowControl });
    const deliveries = await destination.waitFor(4);
    const times = deliveries.map(({ atMs }) => atMs);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(500);
  });

  it("pauses, resumes, pins and unpins a key", async () => {
    const flowControl = { key: "k", parallelism: 5 };
    await client.flowControl.pause("k");
    await client.publish({ url: destination.url, flowControl });
    expect(await client.flowControl.get("k")).toMatchObject({ isPaused: true, waitListSize: 1 });
    await client.flowControl.pin("k", { parallelism: 3 });
    expect(await client.flowControl.get("k")).toMatchObject({ isPinnedParallelism: true, parallelismMax: 3 });
    await client.flowControl.unpin("k", { parallelism: true });
    await client.flowControl.resume("k");
    await destination.waitFor(1);
    expect(await client.flowControl.get("k")).toMatchObject({
      isPinnedParallelism: false,
      parallelismMax: 5,
    });
  });
});
