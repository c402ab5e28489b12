import "server-only";
import { pingDatabase } from "@/lib/db/ping-database";
import { findPositionSymbols } from "@/lib/db/portfolio/holders-of-symbol";
import { getEnv } from "@/lib/infra/env/env";
import { getRedis } from "@/lib/infra/redis/redis";
import { listKnownInstruments } from "@/lib/market/reference/instruments";
import { getHub } from "@/lib/market/stream/hub";
import type { Health } from "@/lib/schemas/market/market-responses";

const CHECK_MS = 1_500;

/** Checks the database, Redis and the feed concurrently, each with a timeout of 1.5 s. */
export async function checkHealth(): Promise<Health> {
  const hub = getHub();
  const [database, redis, delistedPositions] = await Promise.all([
    measure(pingDatabase),
    measure(() => getRedis().ping()),
    within(CHECK_MS, listDelistedPositions(), []),
    hub.ready(),
  ]);
  const { state, ageMs, shards, viewers } = hub.describe();
  const leaders = shards.flatMap(({ leader }) => leader ?? []);
  const { MARKET_KIND, MARKET_NAME } = getEnv();
  return {
    ok: database.ok && redis.ok,
    feed: {
      state,
      ageMs,
      market: MARKET_KIND,
      source: MARKET_NAME,
      viewers,
      messages: sumOf(leaders.map(({ messages }) => messages)),
      dropped: sumOf(leaders.map(({ dropped }) => dropped)),
      rejected: leaders.flatMap(({ rejected }) => rejected),
      shards: shards.map(({ shard, state: shardState, ageMs: shardAgeMs, leader }) => ({
        shard,
        state: shardState,
        ageMs: shardAgeMs,
        symbols: leader?.symbols ?? null,
        followed: leader?.followed ?? null,
        connections: leader?.connections ?? null,
        connected: leader?.connected ?? null,
      })),
    },
    database,
    redis,
    delistedPositions,
  };
}

/** Null if no leader has reported. */
function sumOf(counts: readonly number[]): number | null {
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Symbols that are no longer traded but still have positions; empty when the database can't be read, which
 * `database` reports.
 */
async function listDelistedPositions(): Promise<string[]> {
  try {
    const closed = (await listKnownInstruments()).filter(({ status }) => status !== "Trading");
    return closed.length === 0 ? [] : await findPositionSymbols(closed.map(({ symbol }) => symbol));
  } catch {
    return [];
  }
}

async function within<T>(limitMs: number, value: Promise<T>, otherwise: T): Promise<T> {
  const late = new Promise<T>((resolve) => {
    setTimeout(resolve, limitMs, otherwise).unref();
  });
  return Promise.race([value, late]);
}

async function measure(check: () => Promise<unknown>): Promise<Health["redis"]> {
  const startedMs = performance.now();
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("no response in time")), CHECK_MS).unref();
  });
  try {
    await Promise.race([check(), late]);
    return { ok: true, latencyMs: Math.round(performance.now() - startedMs) };
  } catch {
    // The cause may contain host and user names, which a health response must not expose.
    return { ok: false, error: "unreachable" };
  }
}
