import pg from "pg";
import { type BenchRow, median } from "@/bench/bench-row";
import { startBenchDatabase } from "@/bench/execute/bench-database";
import { fillAlerts } from "@/bench/triggers/fill-alerts";
import { fillResting } from "@/bench/triggers/fill-resting";
import { measureFiring } from "@/bench/triggers/measure-firing";
import { measureWholeSettlement, startWorld } from "@/bench/triggers/process-whole";
import { type Price, parsePrice } from "@/lib/core/decimal";
import { findTriggeredAlerts } from "@/lib/db/alerts/triggered-alerts";
import { findTriggeredPortfolios } from "@/lib/db/portfolio/find-triggered-portfolios";

const SMALL = 10_000;
const LARGE = 1_000_000;
const HITS = 1_000;
const REPETITIONS = 5;
const PUBLICATIONS = { none: 200, hit: 40 };

type Case = { symbol: string; low: string; high: string; hits: number; publications: number };

/**
 * P10 of the design's table of limits: the orders and alerts that a publication triggers beside bare SQL, and
 * the processing of all of them.
 */
export async function run(): Promise<BenchRow[]> {
  const database = await startBenchDatabase();
  const world = await startWorld(database.url);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await fillResting(client, { symbol: "SMALLUSDT", count: SMALL });
    await fillResting(client, { symbol: "BTCUSDT", count: LARGE });
    // Buys rest at 100 and below, sells above 200, a millionth apart: a publication between matches none.
    const none = { low: "150", high: "150.1", hits: 0, publications: PUBLICATIONS.none };
    const hit = { high: "150.1", low: lowestOf(HITS), hits: HITS, publications: PUBLICATIONS.hit };
    const cases = [
      { ...none, symbol: "BTCUSDT" },
      { ...hit, symbol: "BTCUSDT" },
      { ...none, symbol: "SMALLUSDT" },
      { ...hit, symbol: "SMALLUSDT" },
    ];
    const orders = compareAll("orders", await measure(client, cases, findTriggeredPortfolios));
    await fillAlerts(client, { symbol: "SMALLUSDT", count: SMALL });
    await fillAlerts(client, { symbol: "BTCUSDT", count: LARGE });
    const alerts = compareAll("alerts", await measure(client, cases, findTriggeredAlerts));
    const firing = await measureFiring(client, { symbol: "BTCUSDT", low: lowestOf(HITS), hits: HITS });
    // What follows walks paths of the same symbol.
    await client.query('TRUNCATE "Alert", "Notification"');
    return [...orders, ...alerts, firing, ...(await measureWholeSettlement(world))];
  } finally {
    await client.end();
    await world.close();
    await database.close();
  }
}

/** What finds the orders or alerts that a publication may reach. */
type Find = (symbol: string, range: { low: Price; high: Price }) => Promise<unknown[]>;
type Result = { oursMs: number; bareMs: number };

async function measure(client: pg.Client, cases: readonly Case[], find: Find): Promise<Result[]> {
  const samples = cases.map(() => ({ ours: [] as number[], bare: [] as number[] }));
  for (let repetition = 0; repetition <= REPETITIONS; repetition += 1) {
    for (const [index, one] of cases.entries()) {
      const ours = await timeIntervals(one, () => findOurs(one, find));
      const bare = await timeIntervals(one, () => findBare(client, one));
      // The first round warms the caches.
      if (repetition === 0) continue;
      samples[index]?.ours.push(ours);
      samples[index]?.bare.push(bare);
    }
  }
  return samples.map(({ ours, bare }) => ({ oursMs: median(ours), bareMs: median(bare) }));
}

async function timeIntervals(one: Case, find: () => Promise<number>): Promise<number> {
  const startedMs = performance.now();
  for (let publication = 0; publication < one.publications; publication += 1) {
    const found = await find();
    if (found !== one.hits) throw new Error(`${found} were found where ${one.hits} are.`);
  }
  return (performance.now() - startedMs) / one.publications;
}

async function findOurs({ symbol, low, high }: Case, find: Find): Promise<number> {
  return (await find(symbol, { low: parsePrice(low), high: parsePrice(high) })).length;
}

/** The barest form: one row an order, an index for each direction, a prepared statement on one connection. */
async function findBare(client: pg.Client, { symbol, low, high }: Case): Promise<number> {
  const { rows } = await client.query({
    name: "bare",
    text: `SELECT "portfolioId" FROM resting WHERE symbol = $1 AND NOT rises AND price >= $2
      UNION ALL SELECT "portfolioId" FROM resting WHERE symbol = $1 AND rises AND price <= $3`,
    values: [symbol, low, high],
  });
  return rows.length;
}

/** A low that matches exactly the `hits` highest buys. */
function lowestOf(hits: number): string {
  return (100 - (hits - 1) / 1_000_000).toFixed(6);
}

function compareAll(of: "orders" | "alerts", results: readonly Result[]): BenchRow[] {
  const [largeNone, largeHit, smallNone, smallHit] = results;
  if (!largeNone || !largeHit || !smallNone || !smallHit) throw new Error("A case was not measured.");
  const bare = ({ bareMs }: Result) => ({ name: "bare SQL", figure: bareMs, most: 2 });
  const small = ({ oursMs }: Result) => ({ name: "10,000", figure: oursMs, most: 6 });
  return [
    compare(`1,000,000 ${of}, none hit`, largeNone, bare(largeNone)),
    compare(`1,000,000 ${of}, 1,000 hit`, largeHit, bare(largeHit)),
    compare(`from 10,000 to 1,000,000 ${of}, none hit`, largeNone, small(smallNone)),
    compare(`from 10,000 to 1,000,000 ${of}, 1,000 hit`, largeHit, small(smallHit)),
  ];
}

function compare(
  what: string,
  result: Result,
  limit: { name: string; figure: number; most: number },
): BenchRow {
  const ratio = result.oursMs / limit.figure;
  return {
    claim: `P10 who is touched by a publication: ${what}`,
    ours: `${result.oursMs.toFixed(3)} ms`,
    limit: `${limit.name} ${limit.figure.toFixed(3)} ms`,
    ratio,
    target: `<= ${limit.most}`,
    isMet: ratio <= limit.most,
  };
}
