import "server-only";
import { formatDecimal, ONE, sub } from "@/lib/core/decimal";
import { decodeItem } from "@/lib/core/import/item-text";
import { type BuiltTrip, TripBuilder, type UnusedRow } from "@/lib/core/import/trip-builder";
import type { SqlTransaction } from "@/lib/db/imports/run-transaction";

/** Round trips of one statement, and rows of a page: few, since what waits meanwhile ends among V8's old objects. */
const BATCH = 60;

type StoredItem = { number: number; body: string };
type Market = { portfolioId: string; userId: string; symbol: string };

/**
 * Builds the round trips of one market from the used rows of all imports, in pages of a cursor, so that the memory
 * does not grow with them. Entries that stay keep their notes. Returns the number of positions that are still open.
 */
export async function rebuildSymbol(tx: SqlTransaction, market: Market): Promise<number> {
  await deleteUnused(tx, market);
  const builder = new TripBuilder();
  const ids: number[] = [];
  const flush = async (least: number) => {
    if (builder.trips.length >= least) {
      const trips = builder.trips.splice(0);
      ids.push(...trips.map(({ openedBy }) => openedBy));
      await upsertEntries(tx, market, trips);
    }
    if (builder.unused.length >= least) await insertUnused(tx, market, builder.unused.splice(0));
  };
  await tx.run`
    DECLARE imported_rows NO SCROLL CURSOR FOR SELECT "number", "body" FROM "ImportedRow"
    WHERE "portfolioId" = ${market.portfolioId} AND "symbol" = ${market.symbol} AND "isUsed"
    ORDER BY "at", "position", "number"`;
  let page: StoredItem[];
  do {
    page = await tx.read<StoredItem>`FETCH 100 FROM imported_rows`;
    for (const { number, body } of page) builder.add({ ...decodeItem(body), number });
    await flush(BATCH);
  } while (page.length > 0);
  await tx.run`CLOSE imported_rows`;
  await flush(1);
  await tx.run`
    DELETE FROM "JournalEntry" j WHERE j."portfolioId" = ${market.portfolioId} AND j."symbol" = ${market.symbol}
      AND NOT EXISTS (SELECT FROM unnest(${ids}::int[]) k WHERE k = j."roundTripId")`;
  return builder.openCount;
}

async function upsertEntries(tx: SqlTransaction, market: Market, trips: readonly BuiltTrip[]): Promise<void> {
  const rows = JSON.stringify(trips.map((trip) => toEntry(market, trip)));
  await tx.run`
    INSERT INTO "JournalEntry" ("id", "portfolioId", "userId", "roundTripId", "closedSeq", "symbol", "side", "qty",
      "entryPrice", "exitPrice", "leverage", "gross", "fees", "funding", "net", "risk", "initialStop", "initialTarget",
      "highest", "lowest", "exitReason", "openedAt", "closedAt", "notes", "tags", "mistakes", "setup",
      "rulesKept", "rulesBroken", "rating", "moodBefore", "moodAfter")
    SELECT "id", "portfolioId", "userId", "roundTripId", "closedSeq", "symbol", "side", "qty", "entryPrice", "exitPrice",
      "leverage", "gross", "fees", "funding", "net", "risk", "initialStop", "initialTarget", "highest", "lowest",
      "exitReason", "openedAt", "closedAt", "notes", "tags", "mistakes", "setup",
      "rulesKept", "rulesBroken", "rating", "moodBefore", "moodAfter"
    FROM json_populate_recordset(NULL::"JournalEntry", ${rows}::json)
    ON CONFLICT ("portfolioId", "roundTripId") DO UPDATE SET "closedSeq" = excluded."closedSeq",
      "side" = excluded."side", "qty" = excluded."qty", "entryPrice" = excluded."entryPrice",
      "exitPrice" = excluded."exitPrice", "gross" = excluded."gross", "fees" = excluded."fees",
      "funding" = excluded."funding", "net" = excluded."net", "exitReason" = excluded."exitReason",
      "openedAt" = excluded."openedAt", "closedAt" = excluded."closedAt"
    WHERE ("JournalEntry"."closedSeq", "JournalEntry"."qty", "JournalEntry"."net", "JournalEntry"."closedAt",
      "JournalEntry"."openedAt") IS DISTINCT FROM (excluded."closedSeq", excluded."qty", excluded."net",
      excluded."closedAt", excluded."openedAt")`;
}

function toEntry({ portfolioId, userId }: Market, trip: BuiltTrip): Record<string, unknown> {
  const { labels, gross, fees, funding } = trip;
  const optional = (value: bigint | null | undefined) =>
    value === null || value === undefined ? null : formatDecimal(value as typeof gross);
  return {
    id: `${portfolioId}.${trip.openedBy}`,
    portfolioId,
    userId,
    roundTripId: trip.openedBy,
    closedSeq: trip.closedBy,
    symbol: trip.symbol,
    side: trip.side,
    qty: formatDecimal(trip.qty),
    entryPrice: formatDecimal(trip.entryPrice),
    exitPrice: formatDecimal(trip.exitPrice),
    leverage: formatDecimal(labels?.leverage ?? ONE),
    gross: formatDecimal(gross),
    fees: formatDecimal(fees),
    funding: formatDecimal(funding),
    net: formatDecimal(sub(sub(gross, fees), funding)),
    risk: optional(labels?.risk),
    initialStop: optional(labels?.initialStop),
    initialTarget: optional(labels?.initialTarget),
    highest: optional(labels?.highest),
    lowest: optional(labels?.lowest),
    exitReason: trip.reason,
    openedAt: new Date(trip.openedAtMs).toISOString(),
    closedAt: new Date(trip.atMs).toISOString(),
    notes: labels?.notes ?? "",
    tags: labels?.tags ?? [],
    mistakes: labels?.mistakes ?? [],
    setup: labels?.setup ?? null,
    rulesKept: labels?.rulesKept ?? [],
    rulesBroken: labels?.rulesBroken ?? [],
    rating: labels?.rating ?? null,
    moodBefore: labels?.moodBefore ?? null,
    moodAfter: labels?.moodAfter ?? null,
  };
}

/** What an earlier build could not use; this one decides it again. */
async function deleteUnused(tx: SqlTransaction, { portfolioId, symbol }: Market): Promise<void> {
  await tx.run`
    DELETE FROM "ImportReject" f USING "ImportedRow" r
    WHERE f."portfolioId" = ${portfolioId} AND f."code" IN ('close_without_opening', 'funding_without_position')
      AND r."portfolioId" = f."portfolioId" AND r."importId" = f."importId" AND r."line" = f."line"
      AND r."symbol" = ${symbol}`;
}

async function insertUnused(
  tx: SqlTransaction,
  { portfolioId }: Market,
  unused: readonly UnusedRow[],
): Promise<void> {
  await tx.run`
    INSERT INTO "ImportReject" ("portfolioId", "importId", "line", "code", "text")
    SELECT r."portfolioId", r."importId", r."line", u."code", r."body"
    FROM json_to_recordset(${JSON.stringify(unused)}::json) AS u("number" int, "code" text)
    JOIN "ImportedRow" r ON r."portfolioId" = ${portfolioId} AND r."number" = u."number" AND r."isUsed"
    ON CONFLICT DO NOTHING`;
}
