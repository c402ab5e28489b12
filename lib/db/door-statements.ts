import "server-only";
import { getPool } from "@/lib/db/client";
import { decodePortfolio, type PortfolioRow, type StoredPortfolio } from "@/lib/db/stored-state";
import { getProcessSingleton } from "@/lib/infra/process-singleton";

/**
 * Reads that are on their way at once. Further ones wait for the next to come back and go together in one statement:
 * the busier the process, the fewer round trips a decision costs.
 */
const MAX_READS = 2;
/**
 * SQLSTATEs of a write that brings a known id again: its receipt is there already (unique_violation), or its order has
 * come to its end and may not change (restrict_violation, raised by the table's own guard).
 */
const TAKEN_ID = new Set(["23505", "23001"]);

type Asked = {
  portfolioId: string;
  requestIds: readonly string[];
  resolve: (stored: StoredPortfolio | null) => void;
  reject: (error: unknown) => void;
};

/**
 * Statement 1 of the door: the portfolio with the receipts of `requestIds`, or null when there is none. The two
 * statements go straight to the driver: through `$queryRaw` each costs twice the processor time (measured). Each has a
 * name, so that a connection parses it once.
 */
export function readPortfolio(
  portfolioId: string,
  requestIds: readonly string[] = [],
): Promise<StoredPortfolio | null> {
  const reads = getProcessSingleton("door-reads", () => ({ running: 0, waiting: [] as Asked[] }));
  return new Promise((resolve, reject) => {
    reads.waiting.push({ portfolioId, requestIds, resolve, reject });
    if (reads.running < MAX_READS) void drainReads(reads);
  });
}

/** Statement 2 of the door: writes `change` if the portfolio is still at `seq`; answers whether it did. */
export async function commitPortfolio(portfolioId: string, seq: number, change: string): Promise<boolean> {
  const { rows } = await getPool().query<{ written: boolean }>({
    name: "commit-portfolio",
    text: "SELECT commit_portfolio($1, $2, $3) AS written",
    values: [portfolioId, seq, change],
  });
  return rows[0]?.written === true;
}

/**
 * Writes a new portfolio, unless its owner has `limit` of its kind already: counted and written under a lock on the
 * owner. `exists` when there is one with this id.
 */
export async function insertPortfolio(
  portfolioId: string,
  change: string,
  limit: number | null,
): Promise<"written" | "exists" | "limit"> {
  const { rows } = await getPool().query<{ outcome: "written" | "exists" | "limit" }>({
    name: "insert-portfolio",
    text: "SELECT insert_portfolio($1, $2, $3) AS outcome",
    values: [portfolioId, change, limit],
  });
  const [row] = rows;
  if (!row) throw new Error("insert_portfolio answered nothing.");
  return row.outcome;
}

/** Whether `commitPortfolio` was refused since the id of one of its requests was used before. */
export function isTakenId(error: unknown): boolean {
  return error instanceof Error && "code" in error && TAKEN_ID.has(String(error.code));
}

async function drainReads(reads: { running: number; waiting: Asked[] }): Promise<void> {
  reads.running += 1;
  while (reads.waiting.length > 0) await readTogether(reads.waiting.splice(0));
  reads.running -= 1;
}

/** Answers every one of them, whatever happens. */
async function readTogether(asked: readonly Asked[]): Promise<void> {
  try {
    const found = await readRows(asked);
    for (const { portfolioId, resolve } of asked) {
      const row = found.get(portfolioId);
      resolve(row ? decodePortfolio(portfolioId, row) : null);
    }
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}

async function readRows(asked: readonly Asked[]): Promise<Map<string, PortfolioRow | null>> {
  const ids = [...new Set(asked.map((one) => one.portfolioId))];
  const requestIds = asked.flatMap((one) => one.requestIds);
  const { rows } = await getPool().query<{ id: string; found: PortfolioRow | null }>({
    name: "read-portfolios",
    text: "SELECT id, read_portfolio(id, $2) AS found FROM unnest($1::text[]) id",
    values: [ids, requestIds],
  });
  return new Map(rows.map((row) => [row.id, row.found]));
}
