import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { getRedis } from "@/lib/infra/redis/redis";
import { nameShard, type Shard, symbolsOfShard } from "@/lib/market/ingest/shards";
import { checkHealth } from "@/lib/market/reference/check-health";
import { getHub } from "@/lib/market/stream/hub";
import {
  isTickOf,
  type MarketFixture,
  readStream,
  type StreamEvent,
  type StreamReader,
  startMarketFixture,
} from "@/tests/faults/market-fixture";

const WORKER = fileURLToPath(new URL("ingest-worker.ts", import.meta.url));
const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "BNBUSDT", "XRPUSDT", "DOGEUSDT"];
const SHARDS = [0, 1].map((index) => ({ index, count: 2 }));
const [KILLED = [], KEPT = []] = SHARDS.map((shard) => symbolsOfShard(SYMBOLS, shard));
/** A process of the product starts within this, beside whatever else the machine does, ms. */
const START_MS = 90_000;
const WAIT_MS = 60_000;
/** On a busy machine a leader that lives may not renew for the usual five seconds, ms. */
const INGEST_LEASE_MS = "15000";

let market: MarketFixture;
let leaders: ChildProcess[] = [];
const readers: StreamReader[] = [];

beforeAll(async () => {
  market = await startMarketFixture({
    symbols: SYMBOLS,
    mount: "gateway",
    shards: 2,
    env: { INGEST_LEASE_MS },
  });
}, START_MS);
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
afterAll(async () => {
  for (const leader of leaders) leader.kill("SIGKILL");
  await market.close();
});

/** A leader of one shard as a process of its own. */
function startLeader(index: number): ChildProcess {
  const args = ["--conditions=react-server", "--import", "tsx", WORKER, String(index), "2"];
  return spawn(process.execPath, args, { env: process.env, stdio: ["ignore", "ignore", "inherit"] });
}

const shardOf = (index: number) => {
  const shard = getHub().describe().shards[index];
  if (!shard) throw new Error(`The hub knows no shard ${index}.`);
  return shard;
};

const tradesOf = (events: readonly StreamEvent[], symbol: string) =>
  events.flatMap((event) =>
    event.event === "trades" && event.data.symbol === symbol ? event.data.trades : [],
  );

it(
  "costs the other shard nothing, and its own symbols no trade twice",
  async () => {
    expect(KILLED.length * KEPT.length).toBeGreaterThan(0);
    leaders = [startLeader(0), startLeader(1)];
    await expect.poll(() => shardOf(0).state + shardOf(1).state, { timeout: START_MS }).toBe("livelive");
    const reader = await readStream(`${market.streamUrl}?symbols=${SYMBOLS.join(",")}`);
    readers.push(reader);
    await Promise.all(SYMBOLS.map((symbol) => reader.next(isTickOf(symbol), WAIT_MS)));
    const fences = [0, 1].map((index) => shardOf(index).leader?.fence ?? 0);

    const [leader] = leaders;
    leader?.kill("SIGKILL");
    await once(leader as ChildProcess, "exit");
    // Its shard has no data until another leads; the other shard continues and reports it.
    await expect.poll(() => shardOf(0).state, { timeout: WAIT_MS }).toBe("stale");
    const ofKept = isTickOf(KEPT[0] ?? "");
    for (let publications = 0; publications < 10; publications += 1) await reader.next(ofKept, WAIT_MS);
    expect(shardOf(1)).toMatchObject({ state: "live", leader: { fence: fences[1], connected: true } });
    expect(reader.isEnded()).toBe(false);
    const health = (await checkHealth()).feed.shards;
    expect(health.map(({ shard, state, symbols }) => ({ shard, state, symbols }))).toEqual([
      { shard: "0of2", state: "stale", symbols: KILLED.length },
      { shard: "1of2", state: "live", symbols: KEPT.length },
    ]);

    // The next run, as cron starts one each minute, waits for no lease: the feed is warm within seconds.
    const successor = market.startRun("successor", SHARDS[0]);
    await Promise.all(KILLED.map((symbol) => reader.next(isTickOf(symbol), WAIT_MS)));
    await expect.poll(() => shardOf(0).state, { timeout: WAIT_MS }).toBe("live");
    expect(shardOf(0).leader?.fence).toBeGreaterThan(fences[0] ?? 0);
    expect(shardOf(1).leader?.fence).toBe(fences[1]);
    const busy = KILLED[0] ?? "";
    const before = tradesOf(reader.events, busy).length;
    await expect
      .poll(() => tradesOf(reader.events, busy).length, { timeout: WAIT_MS })
      .toBeGreaterThan(before + 2);
    for (const symbol of SYMBOLS) {
      const trades = tradesOf(reader.events, symbol);
      expect(new Set(trades.map(({ id }) => id)).size).toBe(trades.length);
      const times = trades.map(({ timeMs }) => timeMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    successor.stop();
    expect((await successor.ended).led).toBe(true);
  },
  6 * WAIT_MS,
);

it(
  "is replaced by a run that was beside it already, as soon as its lease is over, even one that is cold",
  async () => {
    const fenceOf = () => shardOf(0).leader?.fence ?? 0;
    const before = fenceOf();
    const leader = startLeader(0);
    leaders.push(leader);
    await expect.poll(fenceOf, { timeout: START_MS }).toBeGreaterThan(before);
    const led = fenceOf();
    // A venue without data: the run beside the leader has no price, and waits for the lease.
    await market.controlVenue({ stale: true });
    const successor = market.startRun("beside", SHARDS[0]);
    const startedMs = Date.now();
    const publishedMs = () => shardOf(0).leader?.sentMs ?? 0;
    await expect.poll(publishedMs, { timeout: WAIT_MS }).toBeGreaterThan(startedMs + 1_000);
    expect(fenceOf()).toBe(led);

    leader.kill("SIGKILL");
    await once(leader, "exit");
    const askedMs = Date.now();
    const leftMs = await getRedis().pttl(`market:${nameShard(SHARDS[0] as Shard)}:lease`);
    expect(leftMs).toBeGreaterThan(0);
    await expect.poll(fenceOf, { timeout: WAIT_MS }).toBeGreaterThan(led);
    // A fence is the clock at which the lease was acquired.
    expect(fenceOf()).toBeGreaterThanOrEqual(askedMs + leftMs);
    await market.controlVenue({ stale: false });
    await expect.poll(() => shardOf(0).state, { timeout: WAIT_MS }).toBe("live");
    successor.stop();
    expect((await successor.ended).led).toBe(true);
  },
  6 * WAIT_MS,
);
