import { randomUUID } from "node:crypto";
import pg from "pg";
import { POST as settle } from "@/app/api/queue/settle/route";
import { type BenchRow, median } from "@/bench/bench-row";
import { startTrading, type TradingWorld, until } from "@/dev/testing/start-trading";
import { buildContext } from "@/dev/testing/trading-fixture";
import { ONE, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { getDb } from "@/lib/db/client";
import { decideBatch } from "@/lib/db/decide-batch";
import { readPortfolio } from "@/lib/db/door-statements";
import { openPortfolio } from "@/lib/db/open-portfolio";
import { runCommand } from "@/lib/db/run-command";
import { forEachAtOnce } from "@/lib/trading/for-each-at-once";
import { type PathText, parsePath } from "@/lib/trading/settle-message";
import { settleSymbol } from "@/lib/trading/settle-symbol";

const SYMBOL = "BTCUSDT";
const CONNECTIONS = 8;
const HITS = 1_000;
const REPETITIONS = 5;
const MANY = 10_000;
/** Between what `fillResting` lets rest at 100 and below and at 200 and above. */
const PRICE = { market: 180, resting: "170", below: "169.9" };

/** The process's services; to be started before anything else reads its environment. */
export function startWorld(databaseUrl: string): Promise<TradingWorld> {
  const routes = { "/api/queue/settle": settle };
  return startTrading({ symbols: [SYMBOL], withVenue: false, databaseUrl, routes });
}

/**
 * The whole of a beat that fires many orders: look-up, chunks through the queue, and every portfolio decided and written
 * by the door. Beside it the same writes, decided before, by node-pg alone on as many connections.
 */
export async function measureWholeSettlement(world: TradingWorld): Promise<BenchRow[]> {
  const pool = new pg.Pool({ connectionString: world.databaseUrl, max: CONNECTIONS });
  try {
    await getDb().user.create({ data: { id: "bench", email: "bench@example.com", displayName: "Bench" } });
    await world.setMarket(SYMBOL, PRICE.market);
    const [whole, writes]: number[][] = [[], []];
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      writes?.push(await measureWrites(pool, HITS));
      whole?.push(await measureWhole(world, HITS));
    }
    const [ours, bare] = [median(whole ?? []), median(writes ?? [])];
    const many = await measureWhole(world, MANY);
    return [compare(HITS, ours, bare), compare(MANY, many, (bare * MANY) / HITS)];
  } finally {
    await pool.end();
  }
}

/** From the beat to the last of its fills, in ms. */
async function measureWhole(world: TradingWorld, count: number): Promise<number> {
  await openResting(count);
  const path = fallingPath();
  await world.setMarket(SYMBOL, Number(PRICE.below));
  const startedMs = performance.now();
  await settleSymbol(SYMBOL, path);
  await until(
    () => getDb().armedSymbol.count({ where: { symbol: SYMBOL, highestOnFall: PRICE.resting } }),
    (waiting) => waiting === 0,
    300_000,
  );
  const elapsedMs = performance.now() - startedMs;
  await world.setMarket(SYMBOL, PRICE.market);
  return elapsedMs;
}

/** The same fills, their writes made up before: what is left is the database's part. */
async function measureWrites(pool: pg.Pool, count: number): Promise<number> {
  const ids = await openResting(count);
  const move: Command = { type: "price-moved", symbol: SYMBOL, path: parsePath(fallingPath()) };
  const writes: unknown[][] = [];
  await forEachAtOnce(ids, CONNECTIONS, async (id) => {
    const stored = await readPortfolio(id);
    if (stored === null) throw new Error("The bench's portfolio is gone.");
    const request = { commands: [move], buildContext: readContext, ownerId: undefined };
    const { seq, change } = await decideBatch(stored, [request]);
    if (change === null) throw new Error("The order was not hit.");
    writes.push([id, seq, change]);
  });
  const startedMs = performance.now();
  await forEachAtOnce(writes, CONNECTIONS, async (values) => {
    await pool.query({ name: "commit", text: "SELECT commit_portfolio($1, $2, $3::json)", values });
  });
  return performance.now() - startedMs;
}

/** Portfolios that each have a limit buy at the resting price. */
async function openResting(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const order = { symbol: SYMBOL, side: "buy", kind: "limit", price: parsePrice(PRICE.resting) } as const;
  await forEachAtOnce(ids, CONNECTIONS, async (id) => {
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
    const submit = {
      type: "submit",
      order: { ...order, orderId: "rests-0001", qty: parseQty("1") },
    } as const;
    const result = await runCommand(id, submit, readContext);
    if (!result.ok) throw new Error(result.reason);
  });
  return ids;
}

const readContext = async () => buildContext({ nowMs: Date.now(), price: String(PRICE.market) });

function fallingPath(): PathText {
  const timeMs = Date.now() + 50;
  const point = (price: string, seq: number) => ({ last: price, mark: price, qty: "1", timeMs, seq });
  return { kind: "points", points: [point("170.1", 1), point(PRICE.below, 2)] };
}

function compare(hits: number, wholeMs: number, writesMs: number): BenchRow {
  const ratio = wholeMs / writesMs;
  return {
    claim: `P10 a beat of 1,000,000 resting orders that hits ${hits.toLocaleString("en")}: all settled`,
    ours: `${wholeMs.toFixed(0)} ms`,
    limit: `node-pg, the writes alone ${writesMs.toFixed(0)} ms`,
    ratio,
    target: "<= 2",
    met: ratio <= 2,
  };
}
