import { randomUUID } from "node:crypto";
import pg from "pg";
import { POST as processMessage } from "@/app/api/queue/price-path/route";
import { type BenchRow, median } from "@/bench/bench-row";
import { commitBare } from "@/bench/execute/workload";
import { ONE, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { getDb } from "@/lib/db/client";
import { decideBatch } from "@/lib/db/portfolio/decide-batch";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import type { EncodedChange } from "@/lib/db/portfolio/stored-change";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";
import { processPricePath } from "@/lib/trading/price-path/process-price-path";
import { type PathText, parsePath } from "@/lib/trading/price-path/process-price-path-message";
import { startTrading, type TradingWorld, until } from "@/tests/support/start-trading";
import { buildContext } from "@/tests/support/trading-fixture";

const SYMBOL = "BTCUSDT";
const CONNECTIONS = 8;
const HITS = 1_000;
const REPETITIONS = 5;
const MANY = 10_000;
const CRASH_MS = 5_000;
/** Portfolios of one statement, as the command handler's own limit. */
const BATCH = 64;
/** Between what `fillResting` lets rest at 100 and below and at 200 and above. */
const PRICE = { market: 180, resting: "170", below: "169.9" };

const ORDER = { orderId: "entry-0001", symbol: SYMBOL, side: "buy", qty: parseQty("1") } as const;

/** The process's services; started before other modules read its environment. */
export function startWorld(databaseUrl: string): Promise<TradingWorld> {
  const routes = { "/api/queue/price-path": processMessage };
  return startTrading({ symbols: [SYMBOL], withVenue: false, databaseUrl, routes });
}

/**
 * A price path that fires many orders, from the look-up over the queue to the last decision written. Beside it the same
 * writes, decided before, by node-pg alone: one portfolio a statement, and for the crash in batches.
 */
export async function measureWholeSettlement(world: TradingWorld): Promise<BenchRow[]> {
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: CONNECTIONS });
  try {
    await getDb().user.create({ data: { id: "bench", email: "bench@example.com", displayName: "Bench" } });
    await world.setMarket(SYMBOL, PRICE.market);
    const [whole, writes]: number[][] = [[], []];
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      writes?.push(await measureWrites(pool, await openResting(HITS), 1));
      whole?.push(await measureWhole(world, await openResting(HITS)));
    }
    return [compareHits(median(whole ?? []), median(writes ?? [])), ...(await measureCrash(world, pool))];
  } finally {
    await pool.end();
  }
}

/** A crash through the stops of ten thousand positions. */
async function measureCrash(world: TradingWorld, pool: pg.Pool): Promise<BenchRow[]> {
  const [whole, writes]: [number[], number[]] = [[], []];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    writes.push(await measureWrites(pool, await openStops(MANY), BATCH));
    whole.push(await measureWhole(world, await openStops(MANY)));
  }
  const [oursMs, bareMs] = [median(whole), median(writes)];
  return [
    {
      claim: `P10 a crash that fires ${MANY.toLocaleString("en")} stops: all booked`,
      ours: `${(oursMs / 1_000).toFixed(1)} s`,
      limit: `5 s; node-pg, the same writes in batches of ${BATCH} ${(bareMs / 1_000).toFixed(1)} s`,
      ratio: oursMs / CRASH_MS,
      target: "<= 1",
      isMet: oursMs <= CRASH_MS,
    },
  ];
}

/** From the path to the last of its fills, in ms. */
async function measureWhole(world: TradingWorld, ids: readonly string[]): Promise<number> {
  const path = fallingPath();
  await world.setMarket(SYMBOL, Number(PRICE.below));
  const startedMs = performance.now();
  await processPricePath(SYMBOL, path);
  await until(
    () => getDb().triggerIndex.count({ where: { symbol: SYMBOL, sellTriggerMax: PRICE.resting } }),
    (waiting) => waiting === 0,
    300_000,
  );
  const elapsedMs = performance.now() - startedMs;
  const where = { portfolioId: { in: ids.slice(0, 1_000) }, symbol: SYMBOL, price: { lte: PRICE.resting } };
  if ((await getDb().trade.count({ where })) !== 1_000) throw new Error("Not everything was filled once.");
  await world.setMarket(SYMBOL, PRICE.market);
  return elapsedMs;
}

/** The same fills, their writes prepared before: the database's part, in ms. */
async function measureWrites(pool: pg.Pool, ids: readonly string[], batch: number): Promise<number> {
  const move: Command = { type: "price-moved", symbol: SYMBOL, path: parsePath(fallingPath()) };
  const writes: EncodedChange[] = [];
  await forEachConcurrent(ids, BATCH, async (id) => {
    const stored = await loadPortfolio(id);
    if (stored === null) throw new Error("The bench's portfolio is gone.");
    const request = { commands: [move], buildContext: readContext, ownerId: undefined };
    const { change, outcomes } = await decideBatch(stored, [request]);
    if (change === null) throw new Error("The order was not hit.", { cause: outcomes[0] });
    writes.push(change);
  });
  const batches = Array.from({ length: Math.ceil(writes.length / batch) }, (_, index) =>
    writes.slice(index * batch, (index + 1) * batch),
  );
  const startedMs = performance.now();
  await forEachConcurrent(batches, CONNECTIONS, (changes) => commitBare(pool, changes));
  return performance.now() - startedMs;
}

/** Portfolios that each have a limit buy at the resting price. */
async function openResting(count: number): Promise<string[]> {
  const ids = await openMany(count);
  await sendAll(ids, [
    { type: "submit", order: { ...ORDER, kind: "limit", price: parsePrice(PRICE.resting) } },
  ]);
  return ids;
}

/** Portfolios that each have a long position with its stop at the resting price. */
async function openStops(count: number): Promise<string[]> {
  const ids = await openMany(count);
  const attached = { stopLoss: { price: parsePrice(PRICE.resting), by: "last" }, takeProfit: null } as const;
  // Each is executed immediately: a market order that waits while ten thousand others are sent would expire.
  await sendAll(ids, [
    { type: "submit", order: { ...ORDER, kind: "market", attached } },
    { type: "execute", orderId: ORDER.orderId },
  ]);
  return ids;
}

async function openMany(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await forEachConcurrent(ids, CONNECTIONS, async (id) => {
    await openPortfolio({
      id,
      userId: "bench",
      name: "Practice",
      kind: "PRACTICE",
      marginMode: "isolated",
      opening: parseMoney("10000"),
      leverage: ONE,
      rules: BYBIT,
      nowMs: Date.now(),
    });
  });
  return ids;
}

/** Sends every portfolio the same commands, one after the other. */
async function sendAll(ids: readonly string[], commands: readonly Command[]): Promise<void> {
  await forEachConcurrent(ids, BATCH, async (id) => {
    for (const command of commands) {
      const result = await executeCommand(id, command, readContext);
      if (!result.ok) throw new Error(result.reason);
    }
  });
}

const readContext = async () => buildContext({ nowMs: Date.now(), price: String(PRICE.market) });

function fallingPath(): PathText {
  const timeMs = Date.now() + 50;
  const point = (price: string, seq: number) => ({ last: price, mark: price, qty: "1", timeMs, seq });
  return { kind: "points", points: [point("170.1", 1), point(PRICE.below, 2)] };
}

function compareHits(wholeMs: number, writesMs: number): BenchRow {
  const ratio = wholeMs / writesMs;
  return {
    claim: `P10 a price path over 1,000,000 resting orders that hits ${HITS.toLocaleString("en")}: all written`,
    ours: `${wholeMs.toFixed(0)} ms`,
    limit: `node-pg, the writes alone, one portfolio a statement ${writesMs.toFixed(0)} ms`,
    ratio,
    target: "<= 2",
    isMet: ratio <= 2,
  };
}
