import pg from "pg";
import { type BenchRow, quantile } from "@/bench/bench-row";
import { startBenchDatabase } from "@/bench/execute/bench-database";
import { fillJournal } from "@/bench/journal/fill-journal";
import { getPool } from "@/lib/db/client";
import { findEntryFacets } from "@/lib/db/journal/journal";
import { listEntries } from "@/lib/journal/list-entries";
import { measureJournal } from "@/lib/journal/measure-journal";
import type { EntrySort, JournalFilter } from "@/lib/schemas/journal";

const TRADES = 50_000;
const READS = 200;
const PAGE_LIMIT_MS = 150;
const FILTER_LIMIT_MS = 200;
const METRICS_READS = 5;

type View = JournalFilter & { sort?: EntrySort };

const FILTERS: readonly View[] = [
  { symbol: "MARKET7USDT" },
  { tag: "tag8" },
  { mistake: "late" },
  { setup: "breakout", side: "long" },
  { outcome: "loss", sort: "net" },
  { minRating: 4 },
  { review: "needed" },
  { from: "2026-01-01", to: "2026-01-31" },
  { sort: "fees" },
];

/** The list of a journal with 50,000 trades: its first page with the choices of the filter, and filtered or sorted. */
export async function run(): Promise<BenchRow[]> {
  const database = await startBenchDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const userId = await fillJournal(client, TRADES);
    const read = async (view: View) => {
      const startedMs = performance.now();
      await Promise.all([
        findEntryFacets(userId),
        listEntries(userId, { ...view, limit: 50, zone: "Europe/Lisbon" }),
      ]);
      return performance.now() - startedMs;
    };
    const first = await repeat(READS, () => read({}));
    const filtered = await repeat(READS, (index) => read(FILTERS[index % FILTERS.length] ?? {}));
    const metrics = await repeat(METRICS_READS, async () => {
      const startedMs = performance.now();
      const { count } = await measureJournal(userId, { zone: "Europe/Lisbon" });
      if (count !== TRADES) throw new Error(`${count} trades were measured.`);
      return performance.now() - startedMs;
    });
    const figuresMs = quantile(metrics, 0.5).toFixed(0);
    return [
      compare("first page, p99", quantile(first, 0.99), PAGE_LIMIT_MS),
      compare(
        `filtered or sorted, p99 (all figures ${figuresMs} ms)`,
        quantile(filtered, 0.99),
        FILTER_LIMIT_MS,
      ),
    ];
  } finally {
    await getPool().end();
    await client.end();
    await database.close();
  }
}

async function repeat(count: number, read: (index: number) => Promise<number>): Promise<number[]> {
  // The first reads prepare statements and fill the cache, as a server's first visitor does.
  for (let index = 0; index < 20 && count > 20; index += 1) await read(index);
  const samples: number[] = [];
  for (let index = 0; index < count; index += 1) samples.push(await read(index));
  return samples;
}

function compare(what: string, oursMs: number, limitMs: number): BenchRow {
  return {
    claim: `Journal of 50,000 trades: ${what}`,
    ours: `${oursMs.toFixed(0)} ms`,
    limit: `limit ${limitMs} ms`,
    ratio: oursMs / limitMs,
    target: "<= 1",
    isMet: oursMs <= limitMs,
  };
}
