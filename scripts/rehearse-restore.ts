import { chown, cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import pg from "pg";
import { preparePostgresFiles } from "@/emulators/postgres/postgres-files";
import { startPostgres } from "@/emulators/postgres/start-postgres";
import { parseQty } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { migrateDatabase } from "@/ops/migrate/migrate-database";
import { findBrokenPortfolios } from "@/ops/verify/find-broken-portfolios";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";
import { useTestServices as startTestServices } from "@/tests/support/use-test-services";

const PORTFOLIOS = 20;
const NOW_MS = Date.parse("2026-03-01T12:00:00Z");

/**
 * `node --conditions=react-server --import tsx ops/rehearse-restore.ts`: trades on an embedded PostgreSQL,
 * takes an online base backup of it while more is traded, restores the backup as a second server, and
 * verifies every portfolio's log, hashes and balances in the copy. Prints its results; the exit code shows
 * whether the copy is complete.
 */
export async function rehearseRestore(): Promise<{ portfolios: number; events: number; faults: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "terminal-zero-restore-"));
  const dataDir = join(folder, "original");
  const port = await getPort();
  const original = await startPostgres({ dataDir, port, durable: true });
  const services = await startTestServices({ databaseUrl: original.url });
  try {
    await migrateDatabase(original.url);
    for (let number = 0; number < PORTFOLIOS; number += 1) await tradeIn(`restored-${number}`);
    const copyDir = join(folder, "copy");
    const trading = tradeIn("in-flight");
    await takeBaseBackup(original.urlOf("postgres"), copyDir);
    await trading;
    await original.close();
    return await verifyCopy(copyDir, port);
  } finally {
    await original.close();
    await services.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function tradeIn(id: string): Promise<void> {
  await openTestPortfolio({ id, nowMs: NOW_MS });
  for (let number = 0; number < 10; number += 1) {
    const orderId = `order-${number}`;
    const side = number % 2 === 0 ? ("buy" as const) : ("sell" as const);
    const order = { orderId, symbol: "BTCUSDT", side, kind: "market" as const, qty: parseQty("1") };
    await executeCommand(id, { type: "submit", order }, () => buildContext({ nowMs: NOW_MS, price: "100" }));
    await executeCommand(id, { type: "execute", orderId }, () =>
      buildContext({ nowMs: NOW_MS + 10, price: "100" }),
    );
  }
}

/**
 * PostgreSQL's own procedure: start, copy the files while the server runs, stop, keep the label with the
 * copy.
 */
async function takeBaseBackup(adminUrl: string, copyDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT current_setting('data_directory') AS folder");
    const from: string = rows[0].folder;
    const { dataDir: to, runAs } = await preparePostgresFiles(copyDir);
    const isCopied = (path: string) => !path.endsWith("postmaster.pid") && !path.includes("pg_wal");
    await client.query("SELECT pg_backup_start('rehearsal', true)");
    await cp(from, to, { recursive: true, filter: isCopied });
    const stopped = await client.query("SELECT labelfile FROM pg_backup_stop(false)");
    await writeFile(join(to, "backup_label"), stopped.rows[0].labelfile);
    // The log up to the end of the backup makes the copied files consistent.
    await cp(join(from, "pg_wal"), join(to, "pg_wal"), { recursive: true });
    if (runAs) await release(to, runAs);
  } finally {
    await client.end();
  }
}

/** The server may read only what is its own. */
async function release(folder: string, owner: { uid: number; gid: number }): Promise<void> {
  await chown(folder, owner.uid, owner.gid);
  for (const path of await readdir(folder, { recursive: true })) {
    await chown(join(folder, path), owner.uid, owner.gid);
  }
}

/** The copy has the original's URL, as after a real restore. */
async function verifyCopy(
  dataDir: string,
  port: number,
): Promise<{ portfolios: number; events: number; faults: string[] }> {
  const copy = await startPostgres({ dataDir, port, durable: true });
  try {
    const { portfolios, faults } = await findBrokenPortfolios();
    const events = await getDb().portfolioEvent.count();
    await getDb().$disconnect();
    return { portfolios, events, faults };
  } finally {
    await copy.close();
  }
}

if (process.argv[1]?.endsWith("rehearse-restore.ts")) {
  const { portfolios, events, faults } = await rehearseRestore();
  console.log(`Restored ${portfolios} portfolios with ${events} events; ${faults.length} do not hold.`);
  for (const fault of faults) console.log(fault);
  process.exit(faults.length === 0 && portfolios >= PORTFOLIOS ? 0 : 1);
}
