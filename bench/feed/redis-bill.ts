import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { BenchRow } from "@/bench/bench-row";
import { startBybit } from "@/emulators/bybit/start-bybit";
import { startUpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";

const WARM_MS = 8_000;
const MEASURE_MS = 20_000;
const INTERESTING = 30;
const MAX_CALLS = 12;
const MAX_BYTES = 80_000;

/**
 * W7: calls and bytes a second into Redis for the whole simulated venue with thirty symbols of interest, the ten lively
 * ones among them, counted at a proxy in front of Redis.
 */
export async function measureRedisBill(): Promise<BenchRow[]> {
  const [redis, venue] = await Promise.all([startUpstashRedis({}), startBybit({ seed: 7 })]);
  const counter = await startCounter(redis.url);
  Object.assign(process.env, {
    UPSTASH_REDIS_REST_URL: counter.url,
    UPSTASH_REDIS_REST_TOKEN: redis.token,
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    QSTASH_TOKEN: "none",
    QSTASH_CURRENT_SIGNING_KEY: "sig_none_current_key",
    QSTASH_NEXT_SIGNING_KEY: "sig_none_next_key",
    CRON_SECRET: "bench-cron-secret",
    NEXTAUTH_SECRET: "bench-secret-of-sessions-0123456789",
    BYBIT_REST_URL: venue.restUrl,
    MARKET_SYMBOLS: "*",
  });
  const { fetchInstruments } = await import("@/lib/market/venue/venue-rest");
  const { getInterest } = await import("@/lib/market/ingest/interest");
  const { runIngest } = await import("@/lib/market/ingest/run-ingest");
  const { DEFAULT_INSTRUMENTS } = await import("@/lib/market/reference/default-instruments");
  const listed = (await fetchInstruments()).filter(({ status }) => status === "Trading");
  const lively = DEFAULT_INSTRUMENTS.map(({ symbol }) => symbol);
  const others = listed.map(({ symbol }) => symbol).filter((symbol) => !lively.includes(symbol));
  const release = getInterest().watch([...lively, ...others].slice(0, INTERESTING));
  const stop = new AbortController();
  const run = runIngest({
    owner: "bench",
    wsUrl: venue.wsUrl,
    shard: { index: 0, count: 1 },
    symbols: listed.map(({ symbol }) => symbol),
    runMs: 600_000,
    signal: stop.signal,
  });
  await pause(WARM_MS);
  const before = counter.counts();
  await pause(MEASURE_MS);
  const after = counter.counts();
  stop.abort();
  await run;
  release();
  counter.close();
  await Promise.all([venue.close(), redis.close()]);
  const calls = ((after.calls - before.calls) * 1_000) / MEASURE_MS;
  const bytes = ((after.bytes - before.bytes) * 1_000) / MEASURE_MS;
  const what = `${listed.length} symbols, ${INTERESTING} of interest`;
  return [
    {
      claim: `W7 Redis: calls a second, ${what}`,
      ours: calls.toFixed(1),
      limit: String(MAX_CALLS),
      ratio: calls / MAX_CALLS,
      target: "<= 1",
      isMet: calls <= MAX_CALLS,
    },
    {
      claim: `W7 Redis: bytes a second into it, ${what}`,
      ours: bytes.toFixed(0),
      limit: String(MAX_BYTES),
      ratio: bytes / MAX_BYTES,
      target: "<= 1",
      isMet: bytes <= MAX_BYTES,
    },
  ];
}

type Counts = { calls: number; bytes: number };

/**
 * Forwards requests to Redis and counts them with their bodies; subscriptions, which only read, are not
 * counted.
 */
async function startCounter(
  target: string,
): Promise<{ url: string; counts: () => Counts; close: () => void }> {
  const counts = { calls: 0, bytes: 0 };
  const server = createServer((incoming, outgoing) => {
    counts.calls += 1;
    const onward = request(new URL(incoming.url ?? "/", target), {
      method: incoming.method,
      headers: incoming.headers,
    });
    incoming.on("data", (chunk: Buffer) => {
      counts.bytes += chunk.length;
    });
    incoming.pipe(onward);
    onward.on("response", (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts: () => ({ ...counts }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
