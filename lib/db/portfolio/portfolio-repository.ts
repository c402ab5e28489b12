import "server-only";
import { getPool } from "@/lib/db/client";
import { CallBatcher, type PendingCall } from "@/lib/db/portfolio/call-batcher";
import { type EncodedChange, listArguments } from "@/lib/db/portfolio/stored-change";
import { decodePortfolio, type PortfolioRow, type StoredPortfolio } from "@/lib/db/portfolio/stored-state";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { isTransientFailure } from "@/lib/infra/redis/is-transient-failure";

/** Concurrent statements of each kind: two keep the database busy while this process decides. */
const PARALLEL_LOADS = 2;
const PARALLEL_SAVES = 4;
/** Portfolios in one statement. Written ones stay locked until it ends, so it must be short. */
const MAX_PORTFOLIOS = 64;
/**
 * SQLSTATEs of a write with a known id: its idempotency record exists (unique_violation), or its order is
 * final and can't change (restrict_violation, raised by the table's trigger).
 */
const REUSED_ID = new Set(["23505", "23001"]);
/** `$1, $2, …` for the arguments of `save_portfolios`. */
const CHANGE_ARGUMENTS = listArguments([]).map((_, index) => `$${index + 1}`);

type Read = { portfolioId: string; requestIds: readonly string[] };
type ReadBatcher = CallBatcher<Read, StoredPortfolio | null>;
type ReadRun = (reads: readonly PendingCall<Read, StoredPortfolio | null>[]) => Promise<void>;
type PendingWrite = PendingCall<EncodedChange, boolean>;

/**
 * Statement 1 of the write path: reads the portfolio with the idempotency records of `requestIds`; null when
 * there is none. Concurrent reads are batched, and so are writes, across portfolios. The statements bypass
 * `$queryRaw`, which takes twice the processor time (measured). Each is named, so that a connection parses it
 * once.
 */
export function loadPortfolio(
  portfolioId: string,
  requestIds: readonly string[] = [],
): Promise<StoredPortfolio | null> {
  const reads = getProcessSingleton<ReadBatcher>("portfolio-loads", () => {
    const run: ReadRun = async (pending) => {
      try {
        const ids = [...new Set(pending.map(({ input }) => input.portfolioId))];
        const { rows } = await getPool().query<{ id: string; found: PortfolioRow }>({
          name: "load-portfolios",
          text: "SELECT id, found FROM load_portfolios($1, $2)",
          values: [ids, pending.flatMap(({ input }) => input.requestIds)],
        });
        const found = new Map(rows.map((row) => [row.id, row.found]));
        for (const { input, resolve, reject } of pending) {
          const row = found.get(input.portfolioId);
          // A portfolio that can't be decoded fails only its own call.
          try {
            resolve(row ? decodePortfolio(input.portfolioId, row) : null);
          } catch (error) {
            reject(error);
          }
        }
      } catch (error) {
        for (const { reject } of pending) reject(error);
      }
    };
    return new CallBatcher({ parallel: PARALLEL_LOADS, size: MAX_PORTFOLIOS, run });
  });
  return reads.call({ portfolioId, requestIds });
}

/**
 * Statement 2 of the write path: writes `change` if its portfolio is unchanged since it was read; returns
 * whether it was. In a batch each portfolio has its own condition: one that has changed, or that the database
 * rejects, does not affect the others.
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
 * Inserts a new portfolio unless its owner has `limit` of its kind already; counted and inserted under a lock
 * on the owner. `exists` when this id is stored already.
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

/** Whether `savePortfolio` was rejected because the id of one of its requests was used before. */
export function isReusedId(error: unknown): boolean {
  return error instanceof Error && "code" in error && REUSED_ID.has(String(error.code));
}

/** Sorted by portfolio, so that two processes lock the same ones in the same order. */
async function saveTogether(writes: readonly PendingWrite[]): Promise<void> {
  const sorted = [...writes].sort((a, b) => (a.input.portfolioId < b.input.portfolioId ? -1 : 1));
  try {
    const { rows } = await getPool().query<{ written: string[] }>({
      name: "save-portfolios",
      text: `SELECT save_portfolios(${CHANGE_ARGUMENTS.join()}) AS written`,
      values: listArguments(sorted.map(({ input }) => input)),
    });
    const written = new Set(rows[0]?.written);
    for (const write of sorted) {
      if (written.has(write.input.portfolioId)) write.resolve(true);
      // Either it has changed, which is returned immediately, or another transaction is writing it, so wait
      // for that one.
      else if (sorted.length > 1) void saveTogether([write]);
      else write.resolve(false);
    }
  } catch (error) {
    // The database rolled back the whole batch because it rejects one write: written separately, the others
    // succeed. After a lost connection the result of all is unknown, and each caller checks its own.
    if (sorted.length > 1 && !isTransientFailure(error))
      for (const write of sorted) await saveTogether([write]);
    else for (const { reject } of sorted) reject(error);
  }
}
