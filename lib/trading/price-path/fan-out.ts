import "server-only";
import { randomUUID } from "node:crypto";
import { getRedis } from "@/lib/infra/redis/redis";

/** How long the chunks of a fan-out are stored, in seconds: longer than the queue delivers them. */
const LIFE_S = 600;
const FIRST_POLL_MS = 10;
const POLL_MS = 50;

/** A chunk of a price path in the queue: its fan-out and its number in it. */
export type FanOutChunk = { id: string; chunk: number };

/** Records `chunks` chunks as pending, before they are published. */
export async function beginFanOut(chunks: number): Promise<string> {
  const id = randomUUID();
  const [first = 0, ...rest] = Array.from({ length: chunks }, (_, chunk) => chunk);
  const redis = getRedis();
  await redis.sadd(keyOf(id), first, ...rest);
  await redis.expire(keyOf(id), LIFE_S);
  return id;
}

/** Records a chunk as walked. Idempotent. */
export async function finishChunk({ id, chunk }: FanOutChunk): Promise<void> {
  await getRedis().srem(keyOf(id), chunk);
}

/**
 * Waits until every chunk has been walked, as long as chunks are finished: at most `idleMs` without one.
 *
 * @returns the numbers of the chunks that are still pending; empty when none are
 */
export async function waitForFanOut(id: string, idleMs: number): Promise<number[]> {
  let left = Number.POSITIVE_INFINITY;
  let expiresAtMs = 0;
  for (let pauseMs = FIRST_POLL_MS; ; pauseMs = POLL_MS) {
    const count = await getRedis().scard(keyOf(id));
    if (count === 0) return [];
    if (count < left) expiresAtMs = Date.now() + idleMs;
    left = count;
    if (Date.now() > expiresAtMs) return (await getRedis().smembers(keyOf(id))).map(Number);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function keyOf(id: string): string {
  return `fan-out:${id}`;
}
