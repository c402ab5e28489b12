import pg from "pg";
import { type BenchRow, median } from "@/bench/bench-row";
import { startBenchDatabase } from "@/bench/execute/bench-database";
import { fillTraders } from "@/bench/leaderboard/fill-traders";
import { getPool } from "@/lib/db/client";
import { findStandings, recordDrawdowns } from "@/lib/db/competitions/competition-standings";

/** One filled trader in five holds a position and has closed eleven trades: these enter. */
const TRADERS = 50_000;
const ENTRIES = 10_000;
const ID = "bench";
const ROUNDS = 7;
const LIMIT_MS = 1_000;
const MARKS = [{ symbol: "BTCUSDT", mark: 101 }];

/** The table of a competition with 10,000 entries, each with an open position, and the minute's recording of drawdowns. */
export async function run(): Promise<BenchRow[]> {
  const database = await startBenchDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await fillTraders(client, { after: 0, count: TRADERS });
    await fillEntries(client);
    const tableMs = await timeRounds(async () => {
      const rows = await findStandings(ID, MARKS);
      if (rows.length !== ENTRIES) throw new Error(`The table has ${rows.length} entries.`);
    });
    let mark = 101;
    const recordMs = await timeRounds(async () => {
      // Each round is a new high, so that every row is written.
      mark += 1;
      await recordDrawdowns(ID, [{ symbol: "BTCUSDT", mark }]);
    });
    return [
      compare("table of 10,000 entries with open positions", tableMs),
      compare("drawdowns of 10,000 entries recorded", recordMs),
    ];
  } finally {
    await getPool().end();
    await client.end();
    await database.close();
  }
}

async function fillEntries(client: pg.Client): Promise<void> {
  await client.query(
    `INSERT INTO "Competition" ("id", "ownerId", "name", "opening", "symbols", "minTrades", "maxEntries", "startsAt",
      "entryUntil", "endsAt", "status", "createdAt")
     VALUES ($1, md5('5'), 'Bench', 10000, '{}', 1, $2, now() - interval '1 day', now(), now() + interval '1 day',
      'RUNNING', now())`,
    [ID, ENTRIES],
  );
  await client.query(
    `INSERT INTO "CompetitionEntry" ("competitionId", "userId", "portfolioId", "joinedAt", "peak", "drawdown")
     SELECT $1, md5(n::text), md5('p' || n), now(), 10000, 0 FROM generate_series(5, $2::int, 5) n`,
    [ID, TRADERS],
  );
  await client.query(`VACUUM ANALYZE "CompetitionEntry"`);
}

async function timeRounds(work: () => Promise<void>): Promise<number> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedMs = performance.now();
    await work();
    samples.push(performance.now() - startedMs);
  }
  return median(samples);
}

function compare(what: string, oursMs: number): BenchRow {
  return {
    claim: `P18 competition: ${what}`,
    ours: `${oursMs.toFixed(0)} ms`,
    limit: `limit ${LIMIT_MS / 1_000} s`,
    ratio: oursMs / LIMIT_MS,
    target: "<= 1",
    isMet: oursMs <= LIMIT_MS,
  };
}
