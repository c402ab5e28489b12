import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSubscriberRedis, getRedis } from "@/lib/infra/redis/redis";
import { decodeFeedMessage, type FeedMessage } from "@/lib/market/ingest/feed-message";
import {
  acquireLease,
  FEED_CHANNEL_PREFIX,
  FeedPublisher,
  hasLeaseHolder,
  readPublished,
  releaseLease,
} from "@/lib/market/ingest/ingest-lease";
import { nameShard } from "@/lib/market/ingest/shards";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const SHARD = { index: 0, count: 1 };
const SYMBOLS = Array.from({ length: 10 }, (_, index) => `S${index}USDT`);

let services: TestServices;
let nowMs = 1_000;

beforeAll(async () => {
  services = await useTestServices();
});
afterAll(() => services.close());
beforeEach(() => getRedis().flushall());

/** A publication of ten symbols, with text that is not ASCII. */
function messageOf(fence: number, sequence: number, kind: "key" | "delta"): FeedMessage {
  nowMs += 100;
  const changes = SYMBOLS.map((symbol) => ({
    symbol,
    tick: { last: `${sequence}.5`, bid: "é✓😀", ask: "x".repeat(300) },
  }));
  return { kind, shard: nameShard(SHARD), fence, sequence, sentMs: nowMs, changes };
}

/** Publishes a key message and then this many deltas. */
async function publishRun(publisher: FeedPublisher, fence: number, deltas: number): Promise<void> {
  for (let sequence = 1; sequence <= deltas + 1; sequence += 1) {
    const { outcome } = await publisher.publish(messageOf(fence, sequence, sequence === 1 ? "key" : "delta"));
    expect(outcome).toBe("held");
  }
}

const sequencesOf = (texts: readonly string[]) => texts.map((text) => decodeFeedMessage(text)?.sequence);

describe("a publication", () => {
  it("reaches every subscriber whole and in order while it is stored", async () => {
    const fence = await acquireLease(SHARD, "leader", nowMs);
    const received: string[][] = [];
    const leave = new AbortController();
    for (let reader = 0; reader < 20; reader += 1) {
      const own: string[] = [];
      received.push(own);
      const subscription = createSubscriberRedis(leave.signal).psubscribe<string>(`${FEED_CHANNEL_PREFIX}*`);
      subscription.on("pmessage", ({ message }) => own.push(String(message)));
      await new Promise<void>((resolve) => subscription.on("psubscribe", () => resolve()));
    }
    await publishRun(new FeedPublisher(SHARD), fence, 4);
    await expect.poll(() => received.every((own) => own.length === 5)).toBe(true);
    const stored = await readPublished(SHARD, null);
    for (const own of received) expect(own).toEqual(stored);
    expect(sequencesOf(stored)).toEqual([1, 2, 3, 4, 5]);
    expect(decodeFeedMessage(stored[4] ?? "")?.changes[3]?.tick?.bid).toBe("é✓😀");
    leave.abort();
  });

  it("is read from where a reader stands, or whole where the key message is another", async () => {
    const fence = await acquireLease(SHARD, "leader", nowMs);
    const publisher = new FeedPublisher(SHARD);
    await publishRun(publisher, fence, 3);
    const position = { fence, sequence: 2, keySequence: 1 };
    expect(sequencesOf(await readPublished(SHARD, position))).toEqual([3, 4]);
    await publisher.publish(messageOf(fence, 5, "key"));
    await publisher.publish(messageOf(fence, 6, "delta"));
    expect(sequencesOf(await readPublished(SHARD, position))).toEqual([5, 6]);
  });

  it("of a leader whose lease another one took is neither stored nor sent", async () => {
    const fence = await acquireLease(SHARD, "first", nowMs);
    const publisher = new FeedPublisher(SHARD);
    await publishRun(publisher, fence, 1);
    const next = await acquireLease(SHARD, "second", nowMs);
    expect(next).toBeGreaterThan(fence);
    expect((await publisher.publish(messageOf(fence, 3, "delta"))).outcome).toBe("taken");
    await releaseLease(SHARD, fence);
    expect(await hasLeaseHolder(SHARD)).toBe(true);
    expect(sequencesOf(await readPublished(SHARD, null))).toEqual([1, 2]);
  });

  it("says that the lease is lost when no process has it, and fences rise even then", async () => {
    const fence = await acquireLease(SHARD, "leader", nowMs);
    const publisher = new FeedPublisher(SHARD);
    await releaseLease(SHARD, fence);
    expect((await publisher.publish(messageOf(fence, 1, "key"))).outcome).toBe("lost");
    expect(await readPublished(SHARD, null)).toEqual([]);
    expect(await acquireLease(SHARD, "leader", nowMs - 60_000)).toBe(fence + 1);
  });

  it("keeps the log as short as the time since the key message", async () => {
    const fence = await acquireLease(SHARD, "leader", nowMs);
    const publisher = new FeedPublisher(SHARD);
    for (let round = 0; round < 20; round += 1) {
      await publisher.publish(messageOf(fence, round * 10 + 1, "key"));
      for (let delta = 2; delta <= 10; delta += 1) {
        await publisher.publish(messageOf(fence, round * 10 + delta, "delta"));
      }
    }
    expect(await getRedis().llen(`market:${nameShard(SHARD)}:log`)).toBe(9);
    expect(sequencesOf(await readPublished(SHARD, null))).toHaveLength(10);
  });
});
