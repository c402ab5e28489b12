import "server-only";
import type { ImportRow } from "@/lib/db/imports/imports";
import { rebuildSymbol } from "@/lib/db/imports/rebuild-symbol";
import { runTransaction, type SqlTransaction } from "@/lib/db/imports/run-transaction";

/** A file of a million rows is counted and built in this time. */
const TIMEOUT_MS = 600_000;

/** What is known of a file once it has been read. */
export type ReadFigures = { rows: number; ignored: number; otherFees: Record<string, string> };

/**
 * Counts a file that has been read whole: its rows that no other import of the portfolio has are used, and the
 * round trips of their markets are built again, in one transaction.
 */
export async function finishImport(row: ImportRow, figures: ReadFigures): Promise<void> {
  await changePortfolio(row.portfolioId, async (tx) => {
    const { portfolioId, id } = row;
    await tx.run`
      UPDATE "ImportedRow" r SET "occurrence" = n."occurrence" FROM (
        SELECT "line", row_number() OVER (PARTITION BY "key" ORDER BY "line")::int AS "occurrence"
        FROM "ImportedRow" WHERE "portfolioId" = ${portfolioId} AND "importId" = ${id}
      ) n WHERE r."portfolioId" = ${portfolioId} AND r."importId" = ${id} AND r."line" = n."line" AND n."occurrence" > 1`;
    await tx.run`
      UPDATE "ImportedRow" r SET "isUsed" = true
      WHERE r."portfolioId" = ${portfolioId} AND r."importId" = ${id} AND (r."occurrence" = 1 OR NOT r."isUnique")
        AND NOT EXISTS (SELECT FROM "ImportedRow" o WHERE o."portfolioId" = ${portfolioId} AND o."key" = r."key"
          AND o."occurrence" = r."occurrence" AND o."isUsed" AND o."importId" <> ${id})`;
    const { rows, ignored, otherFees } = figures;
    await tx.run`
      UPDATE "TradeImport" SET "status" = 'done', "rows" = ${rows}, "ignored" = ${ignored},
        "otherFees" = ${JSON.stringify(otherFees)}::json, "bytesRead" = "bytes"
      WHERE "portfolioId" = ${portfolioId} AND "id" = ${id}`;
    await rebuildSymbols(tx, row, await findUsedSymbols(tx, row));
  });
}

/** Takes an import away as if it had never been: rows that another import has, too, count from there. */
export async function undoImport(row: ImportRow): Promise<void> {
  await changePortfolio(row.portfolioId, async (tx) => {
    const { portfolioId, id } = row;
    const symbols = await findUsedSymbols(tx, row);
    // The heir takes the number, too, so that the round trip keeps its notes.
    await tx.run`
      UPDATE "ImportedRow" r SET "isUsed" = true, "number" = h."number" FROM (
        SELECT DISTINCT ON (o."key", o."occurrence") o."importId", o."line", u."number"
        FROM "ImportedRow" u
        JOIN "ImportedRow" o ON o."portfolioId" = u."portfolioId" AND o."key" = u."key"
          AND o."occurrence" = u."occurrence" AND o."importId" <> u."importId"
        JOIN "TradeImport" i ON i."portfolioId" = o."portfolioId" AND i."id" = o."importId" AND i."status" = 'done'
        WHERE u."portfolioId" = ${portfolioId} AND u."importId" = ${id} AND u."isUsed"
        ORDER BY o."key", o."occurrence", i."createdAt", o."importId"
      ) h WHERE r."portfolioId" = ${portfolioId} AND r."importId" = h."importId" AND r."line" = h."line"`;
    await tx.run`DELETE FROM "TradeImport" WHERE "portfolioId" = ${portfolioId} AND "id" = ${id}`;
    await rebuildSymbols(tx, row, symbols);
  });
}

/**
 * One change of a portfolio's imports at a time. Without nested loops: a table whose rows have not been counted yet is
 * taken for a small one, and 20,000 rows of a file would be compared with each other.
 */
async function changePortfolio(
  portfolioId: string,
  change: (tx: SqlTransaction) => Promise<void>,
): Promise<void> {
  await runTransaction(async (tx) => {
    await tx.run`SELECT set_config('statement_timeout', ${String(TIMEOUT_MS)}, true),
      set_config('work_mem', '32MB', true), set_config('enable_nestloop', 'off', true), pg_advisory_xact_lock(hashtextextended(${`imports:${portfolioId}`}, 0))`;
    await change(tx);
  });
}

async function findUsedSymbols(tx: SqlTransaction, { portfolioId, id }: ImportRow): Promise<string[]> {
  const rows = await tx.read<{ symbol: string }>`
    SELECT DISTINCT "symbol" FROM "ImportedRow"
    WHERE "portfolioId" = ${portfolioId} AND "importId" = ${id} AND "isUsed" ORDER BY 1`;
  return rows.map(({ symbol }) => symbol);
}

async function rebuildSymbols(tx: SqlTransaction, row: ImportRow, symbols: readonly string[]): Promise<void> {
  const { portfolioId, userId } = row;
  let openPositions = 0;
  for (const symbol of symbols) openPositions += await rebuildSymbol(tx, { portfolioId, userId, symbol });
  await tx.run`
    UPDATE "TradeImport" SET "openPositions" = ${openPositions} WHERE "portfolioId" = ${portfolioId} AND "id" = ${row.id}`;
  await countAll(tx, portfolioId);
  await writeEquity(tx, portfolioId);
}

/** The figures of all imports of a portfolio, since each file can complete the trades of another. */
async function countAll(tx: SqlTransaction, portfolioId: string): Promise<void> {
  await tx.run`
    UPDATE "TradeImport" i SET
      "duplicates" = (SELECT count(*) FROM "ImportedRow" r WHERE r."portfolioId" = i."portfolioId"
        AND r."importId" = i."id" AND NOT r."isUsed"),
      "rejected" = (SELECT count(*) FROM "ImportReject" r WHERE r."portfolioId" = i."portfolioId" AND r."importId" = i."id"),
      "trades" = (SELECT count(*) FROM "ImportedRow" r JOIN "JournalEntry" j ON j."portfolioId" = r."portfolioId"
        AND j."closedSeq" = r."number" WHERE r."portfolioId" = i."portfolioId" AND r."importId" = i."id" AND r."isUsed")
    WHERE i."portfolioId" = ${portfolioId} AND i."status" = 'done'`;
}

/** The equity series: the account's size before the first trade, then the sum of results at each close. */
async function writeEquity(tx: SqlTransaction, portfolioId: string): Promise<void> {
  await tx.run`DELETE FROM "EquitySnapshot" WHERE "portfolioId" = ${portfolioId}`;
  await tx.run`
    INSERT INTO "EquitySnapshot" ("portfolioId", "at", "seq", "equity", "balance", "flow")
    SELECT p."id", coalesce((SELECT min("openedAt") - interval '1 millisecond' FROM "JournalEntry"
      WHERE "portfolioId" = p."id"), p."createdAt"), 0, p."opening", p."opening", p."opening"
    FROM "Portfolio" p WHERE p."id" = ${portfolioId}`;
  await tx.run`
    INSERT INTO "EquitySnapshot" ("portfolioId", "at", "seq", "equity", "balance", "flow")
    SELECT "portfolioId", "closedAt", "roundTripId", "sum", "sum", 0 FROM (
      SELECT j."portfolioId", j."closedAt", j."roundTripId", p."opening"
        + sum(j."net") OVER (ORDER BY j."closedAt", j."roundTripId") AS "sum"
      FROM "JournalEntry" j JOIN "Portfolio" p ON p."id" = j."portfolioId" WHERE j."portfolioId" = ${portfolioId}
    ) s`;
}
