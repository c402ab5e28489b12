import "server-only";
import { getDb, getPool } from "@/lib/db/client";
import type { TradeImport } from "@/lib/db/generated/client";
import { MAX_IMPORTED_ROWS, MAX_IMPORTS } from "@/lib/schemas/imports";

/** One stored import. */
export type ImportRow = TradeImport;

/** A row as it is written, its item as text. */
export type NewImportedRow = {
  line: number;
  symbol: string;
  at: string;
  position: number;
  key: string;
  isUnique: boolean;
  body: string;
};

/** A rejected row as it is written. */
export type NewReject = { line: number; code: string; text: string };

/** An import that was not finished by then has failed with its process, and is taken away. */
const GIVEN_UP_AFTER_MS = 15 * 60_000;

/** Why an import can't begin: another one of the portfolio is being read, or the user would have too much. */
export type ImportObstacle = "running" | "full";

/** Begins an import of a file with `rows` rows. */
export async function beginImport(
  row: Pick<ImportRow, "portfolioId" | "id" | "userId" | "source" | "fileName" | "bytes" | "zone">,
  { now, rows }: { now: Date; rows: number },
): Promise<{ ok: true; row: ImportRow } | { ok: false; reason: ImportObstacle }> {
  const { portfolioId, userId } = row;
  return getDb().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`imports:${portfolioId}`}, 0))`;
    const before = new Date(now.getTime() - GIVEN_UP_AFTER_MS);
    await tx.tradeImport.deleteMany({ where: { portfolioId, status: "reading", createdAt: { lt: before } } });
    const running = await tx.tradeImport.count({ where: { portfolioId, status: "reading" } });
    if (running > 0) return { ok: false, reason: "running" };
    const own = await tx.tradeImport.aggregate({ where: { userId }, _count: true, _sum: { rows: true } });
    if (own._count >= MAX_IMPORTS || (own._sum.rows ?? 0) + rows > MAX_IMPORTED_ROWS) {
      return { ok: false, reason: "full" };
    }
    return {
      ok: true,
      row: await tx.tradeImport.create({ data: { ...row, status: "reading", createdAt: now } }),
    };
  });
}

/**
 * Stores a part of a file that is being read, and how far it is. Nothing of it counts yet. The part is sent as it is to
 * the driver: Prisma would write it as JSON text three times more, which is most of the memory of an import.
 */
export async function insertImportPart(
  { portfolioId, id }: Pick<ImportRow, "portfolioId" | "id">,
  part: { rows: readonly NewImportedRow[]; rejects: readonly NewReject[]; bytesRead: number },
): Promise<void> {
  const { rows, rejects, bytesRead } = part;
  await getPool().query({
    name: "insert-import-part",
    text: INSERT_PART,
    values: [portfolioId, id, JSON.stringify(rows), JSON.stringify(rejects), bytesRead],
  });
}

const INSERT_PART = `
  WITH stored AS (
    INSERT INTO "ImportedRow" ("portfolioId", "importId", "line", "symbol", "at", "position", "key", "isUnique", "body")
    SELECT $1, $2, r.* FROM json_to_recordset($3::json) AS r("line" int, "symbol" text, "at" timestamptz,
      "position" int, "key" text, "isUnique" boolean, "body" text)
  ), rejected AS (
    INSERT INTO "ImportReject" ("portfolioId", "importId", "line", "code", "text")
    SELECT $1, $2, r.* FROM json_to_recordset($4::json) AS r("line" int, "code" text, "text" text)
    ON CONFLICT DO NOTHING
  )
  UPDATE "TradeImport" SET "bytesRead" = $5 WHERE "portfolioId" = $1 AND "id" = $2`;

/** Takes away an import that could not be read to its end. */
export async function abandonImport({
  portfolioId,
  id,
}: Pick<ImportRow, "portfolioId" | "id">): Promise<void> {
  await getDb().tradeImport.deleteMany({ where: { portfolioId, id, status: "reading" } });
}

/** A user's imports, newest first. */
export function findImports(userId: string): Promise<ImportRow[]> {
  return getDb().tradeImport.findMany({
    where: { userId },
    orderBy: { createdAt: "desc" },
    take: MAX_IMPORTS,
  });
}

/** One import of a user; null for one of another user. */
export function findImport(userId: string, id: string): Promise<ImportRow | null> {
  return getDb().tradeImport.findFirst({ where: { id, userId } });
}

/** The rejected rows of an import in the file's order, at most `limit` of them behind `afterLine`. */
export function findRejects(
  { portfolioId, id }: Pick<ImportRow, "portfolioId" | "id">,
  page: { afterLine?: number; limit: number },
): Promise<NewReject[]> {
  return getDb().importReject.findMany({
    where: { portfolioId, importId: id, line: { gt: page.afterLine ?? -1 } },
    orderBy: { line: "asc" },
    take: page.limit,
    select: { line: true, code: true, text: true },
  });
}
