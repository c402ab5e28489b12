import "server-only";
import { getPool } from "@/lib/db/client";
import { CallBatcher, type PendingCall } from "@/lib/db/portfolio/call-batcher";
import { type EncodedChange, listArguments } from "@/lib/db/portfolio/stored-change";
import { decodePortfolio, type PortfolioRow, type StoredPortfolio } from "@/lib/db/portfolio/stored-state";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { isTransientFailure } from "@/lib/infra/redis/transient-failure";

/** Statements of each kind at the same time: two keep the database busy while this process decides. */
const PARALLEL_LOADS = 2;
const PARALLEL_SAVES = 4;
/** Portfolios of one statement. Those that are written are locked until it ends, so that it must stay short. */
const MAX_PORTFOLIOS = 64;
/**
 * SQLSTATEs of a write that brings a known id again: its idempotencyRecord is there already (unique_violation), or its order has
 * come to its end and may not change (restrict_violation, raised by the table's own guard).
 */
const TAKEN_ID = new Set(["23505", "23001"]);
/** `$1, $2, …` for the arguments of `save_portfolios`. */
const CHANGE_ARGUMENTS = listArguments([]).map((_, index) => `$${index + 1}`);

type Read = { portfolioId: string; requestIds: readonly string[] };
type ReadBatcher = CallBatcher<Read, StoredPortfolio | null>;
type PendingWrite = PendingCall<EncodedChange, boolean>;

/**
 * Statement 1 of the write path: the portfolio with the idempotencyRecords of `requestIds`, or null when there is none. Reads
 * and writes that wait at the same time go together, whatever their portfolios. The statements go straight to the
 * driver: through `$queryRaw` each costs twice the processor time (measured). Each has a name, so that a connection
 * parses it once.
 */
export function loadPortfolio(
  portfolioId: string,
  requestIds: readonly string[] = [],
): Promise<StoredPortfolio | null> {
  const reads = getProcessSingleton<ReadBatcher>("portfolio-loads", () => {
    return new CallBatcher({ parallel: PARALLEL_LOADS, size: MAX_PORTFOLIOS, run: loadTogether });
  });
  return reads.call({ portfolioId, requestIds });
}

/**
 * Statement 2 of the write path: writes `change` if its portfolio is still where it was read; returns whether it did.
 * In a statement with other portfolios each keeps its own condition: one that has moved, or that the database rejects,
 * leaves the others as they are.
 */
export function savePortfolio(change: EncodedChange): Promise<boolean> {
  const writes = getProcessSingleton("portfolio-saves", () => {
    return new CallBatcher<EncodedChange, boolean>({
      parallel: PARALLEL_SAVES,
      size: MAX_PORTFOLIOS,
      keyOf: ({ portfolioId }) => portfolioId,
      run: saveTogether,
    });
  });
  return writes.call(change);
}

/**
 * Writes a new portfolio, unless its owner has `limit` of its kind already: counted and written under a lock on the
 * owner. `exists` when there is one with this id.
 */
export async function insertPortfolio(
  change: EncodedChange,
  limit: number | null,
): Promise<"written" | "exists" | "limit"> {
  const { rows } = await getPool().query<{ outcome: "written" | "exists" | "limit" }>({
    name: "insert-portfolio",
    text: `SELECT insert_portfolio($${CHANGE_ARGUMENTS.length + 1}, ${CHANGE_ARGUMENTS.join()}) AS outcome`,
    values: [...listArguments([change]), limit],
  });
  const [row] = rows;
  if (!row) throw new Error("insert_portfolio returned nothing.");
  return row.outcome;
}

/** Whether `savePortfolio` was rejected since the id of one of its requests was used before. */
export function isTakenId(error: unknown): boolean {
  return error instanceof Error && "code" in error && TAKEN_ID.has(String(error.code));
}

async function loadTogether(reads: readonly PendingCall<Read, StoredPortfolio | null>[]): Promise<void> {
  try {
    const found = await loadRows(reads.map(({ input }) => input));
    for (const read of reads) resolveLoad(read, found.get(read.input.portfolioId));
  } catch (error) {
    for (const { reject } of reads) reject(error);
  }
}

/** A portfolio that can't be decoded fails alone. */
function resolveLoad(read: PendingCall<Read, StoredPortfolio | null>, row: PortfolioRow | undefined): void {
  try {
    read.resolve(row ? decodePortfolio(read.input.portfolioId, row) : null);
  } catch (error) {
    read.reject(error);
  }
}

async function loadRows(reads: readonly Read[]): Promise<Map<string, PortfolioRow>> {
  const ids = [...new Set(reads.map(({ portfolioId }) => portfolioId))];
  const { rows } = await getPool().query<{ id: string; found: PortfolioRow }>({
    name: "load-portfolios",
    text: "SELECT id, found FROM load_portfolios($1, $2)",
    values: [ids, reads.flatMap(({ requestIds }) => requestIds)],
  });
  return new Map(rows.map(({ id, found }) => [id, found]));
}

/** Sorted by portfolio, so that two processes lock the same ones in the same order. */
async function saveTogether(writes: readonly PendingWrite[]): Promise<void> {
  const sorted = [...writes].sort((a, b) => (a.input.portfolioId < b.input.portfolioId ? -1 : 1));
  try {
    const written = await saveAll(sorted.map(({ input }) => input));
    for (const write of sorted) {
      if (written.has(write.input.portfolioId)) write.resolve(true);
      // It has moved, which is said at once, or another transaction is writing it, which takes as long as that.
      else if (sorted.length > 1) void saveTogether([write]);
      else write.resolve(false);
    }
  } catch (error) {
    // The database took all of them back for one that it rejects: alone, the others are written. After a lost
    // connection nothing is known of any, and each caller looks for its own.
    if (sorted.length > 1 && !isTransientFailure(error))
      for (const write of sorted) await saveTogether([write]);
    else for (const { reject } of sorted) reject(error);
  }
}

/** Ids of the portfolios that were written. */
async function saveAll(changes: readonly EncodedChange[]): Promise<ReadonlySet<string>> {
  const { rows } = await getPool().query<{ written: string[] }>({
    name: "save-portfolios",
    text: `SELECT save_portfolios(${CHANGE_ARGUMENTS.join()}) AS written`,
    values: listArguments(changes),
  });
  return new Set(rows[0]?.written);
}
