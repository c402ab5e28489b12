import "server-only";
import type { EndedTrade } from "@/lib/core/challenge/read-trades";
import { formatDecimal, type Money, parseMoney, sub, sum } from "@/lib/core/decimal";
import type { OpenRoundTrip } from "@/lib/core/engine/positions/position";
import { fromJson } from "@/lib/core/proof/event-text";
import { getDb, getPool } from "@/lib/db/client";
import { type JournalEntry, Prisma } from "@/lib/db/generated/client";
import type { AnnotateEntryBody, EntrySort, JournalFacets, JournalFilter } from "@/lib/schemas/journal";

type Decimals = {
  [Name in keyof JournalEntry]: Extract<JournalEntry[Name], Prisma.Decimal> extends never ? never : Name;
}[keyof JournalEntry];
/** One stored entry; decimals are the text that Postgres gives, since 50,000 trades are read for one page. */
export type JournalRow = {
  [Name in keyof JournalEntry]: Name extends Decimals
    ? string | Extract<JournalEntry[Name], null>
    : JournalEntry[Name];
};

/** The largest number of entries that one response computes with. */
const MAX_ENTRIES = 50_000;

/** The user, the filter, and the instant from which entries are visible. */
export type EntrySelection = {
  userId: string;
  filter: JournalFilter;
  visibleFrom: Date | null;
  /** Net results of up to this amount are neither won nor lost. */
  breakEvenBand: Money;
};

/** Where a page begins: after an entry of the list by closing time, or after a number of entries of another list. */
export type EntryCursor = { closedAt: Date; id: string } | { skip: number };

const SORT_COLUMNS = {
  closed: "closedAt",
  symbol: "symbol",
  net: "net",
  fees: "fees",
  rating: "rating",
} as const satisfies Record<EntrySort, keyof JournalEntry>;

/** Fields of the filter that a column of the same name equals. */
const EQUAL_COLUMNS = ["portfolioId", "symbol", "side", "exitReason", "setup"] as const;

/** Closed trades in the requested order, from `cursor` on, if given. */
export function findEntryPage(
  selection: EntrySelection,
  page: { sort: EntrySort; order: "asc" | "desc"; cursor?: EntryCursor; limit: number },
): Promise<JournalRow[]> {
  const { sort, order, cursor, limit } = page;
  const by = Prisma.raw(`"${SORT_COLUMNS[sort]}" ${order} NULLS LAST`);
  const isAfter =
    cursor && "id" in cursor
      ? Prisma.sql`("closedAt", "id") < (${cursor.closedAt}, ${cursor.id})`
      : Prisma.sql`TRUE`;
  return query(Prisma.sql`
    SELECT * FROM "JournalEntry" WHERE ${whereOf(selection)} AND ${isAfter}
    ORDER BY ${by}, "closedAt" DESC, "id" DESC
    LIMIT ${limit} OFFSET ${cursor && "skip" in cursor ? cursor.skip : 0}`);
}

/** How many closed trades of a user have neither notes nor a rating. */
export async function countUnreviewed(selection: EntrySelection): Promise<number> {
  const where = whereOf({ ...selection, filter: { ...selection.filter, review: "needed" } });
  const [found] = await query<{ count: number }>(
    Prisma.sql`SELECT count(*)::INT AS "count" FROM "JournalEntry" WHERE ${where}`,
  );
  return found?.count ?? 0;
}

/** All selected trades, ordered by closing time. */
export function findEntries(selection: EntrySelection): Promise<JournalRow[]> {
  return query(Prisma.sql`
    SELECT * FROM "JournalEntry" WHERE ${whereOf(selection)} ORDER BY "closedAt", "id" LIMIT ${MAX_ENTRIES}`);
}

/** When a user's first trade was closed, in one portfolio or in any; null before it. */
export async function findFirstClose(userId: string, portfolioId?: string): Promise<Date | null> {
  const first = await getDb().journalEntry.findFirst({
    where: { userId, ...(portfolioId !== undefined && { portfolioId }) },
    orderBy: { closedAt: "asc" },
    select: { closedAt: true },
  });
  return first?.closedAt ?? null;
}

/** The distinct symbols and tags of a user's entries, sorted. */
export async function findEntryFacets(userId: string): Promise<JournalFacets> {
  const [facets] = await getDb().$queryRaw<JournalFacets[]>`
    SELECT coalesce(array_agg(DISTINCT "symbol"), '{}') AS "symbols",
      coalesce(array_agg(DISTINCT "setup") FILTER (WHERE "setup" IS NOT NULL), '{}') AS "setups",
      ARRAY(SELECT DISTINCT unnest("tags") FROM "JournalEntry" WHERE "userId" = ${userId} ORDER BY 1) AS "tags",
      ARRAY(SELECT DISTINCT unnest("mistakes") FROM "JournalEntry" WHERE "userId" = ${userId} ORDER BY 1) AS "mistakes",
      (SELECT coalesce(json_agg(json_build_object('id', p."id", 'name', p."name") ORDER BY p."name", p."id"), '[]')
        FROM "Portfolio" p WHERE p."userId" = ${userId} AND EXISTS (
          SELECT FROM "JournalEntry" j WHERE j."userId" = ${userId} AND j."portfolioId" = p."id"
        )) AS "portfolios"
    FROM "JournalEntry" WHERE "userId" = ${userId}`;
  return facets ?? { symbols: [], setups: [], tags: [], mistakes: [], portfolios: [] };
}

/** One entry of a user; null when it does not exist or belongs to another user. */
export async function findEntry(userId: string, id: string): Promise<JournalRow | null> {
  const [row] = await query(
    Prisma.sql`SELECT * FROM "JournalEntry" WHERE "id" = ${id} AND "userId" = ${userId}`,
  );
  return row ?? null;
}

/** Stores the trader's text on an entry and returns the updated entry; null for an entry of another user. */
export async function updateEntryText(
  userId: string,
  id: string,
  words: AnnotateEntryBody & { rulesBroken?: string[] },
): Promise<JournalRow | null> {
  await getDb().journalEntry.updateMany({ where: { id, userId }, data: words });
  return findEntry(userId, id);
}

/** The ends and results of a portfolio's closed trades, ordered by closing time. */
export async function findEndedTrades(portfolioId: string): Promise<EndedTrade[]> {
  const rows = await getDb().journalEntry.findMany({
    where: { portfolioId },
    orderBy: [{ closedAt: "asc" }, { id: "asc" }],
    take: MAX_ENTRIES,
    select: { openedAt: true, closedAt: true, net: true },
  });
  return rows.map(({ openedAt, closedAt, net }) => ({
    openedAtMs: openedAt.getTime(),
    closedAtMs: closedAt.getTime(),
    net: parseMoney(net.toFixed()),
  }));
}

/**
 * What the open positions of a user, or of one portfolio, have booked so far: partial closes less fees and funding. Null
 * without an open position.
 */
export async function findOpenBookings(userId: string, portfolioId?: string): Promise<Money | null> {
  const positions = await getDb().position.findMany({
    where: { portfolio: { userId }, ...(portfolioId !== undefined && { portfolioId }) },
    select: { roundTrip: true },
  });
  if (positions.length === 0) return null;
  const booked = positions.map(({ roundTrip }) => {
    const { realised, fees, funding } = fromJson<OpenRoundTrip>(roundTrip);
    return sub(sub(realised, fees), funding);
  });
  return sum(booked);
}

async function query<Row extends object = JournalRow>({ text, values }: Prisma.Sql): Promise<Row[]> {
  const { rows } = await getPool().query<Row>({ text, values });
  return rows;
}

function whereOf({ userId, filter, visibleFrom, breakEvenBand }: EntrySelection): Prisma.Sql {
  const { tag, mistake, outcome, minRating, review, from, to } = filter;
  const band = formatDecimal(breakEvenBand);
  const conditions = [
    Prisma.sql`"userId" = ${userId}`,
    ...EQUAL_COLUMNS.map((name) => filter[name] && Prisma.sql`${Prisma.raw(`"${name}"`)} = ${filter[name]}`),
    tag && Prisma.sql`"tags" @> ARRAY[${tag}]`,
    mistake && Prisma.sql`"mistakes" @> ARRAY[${mistake}]`,
    outcome === "win" && Prisma.sql`"net" > ${band}::NUMERIC`,
    outcome === "loss" && Prisma.sql`"net" < -${band}::NUMERIC`,
    minRating && Prisma.sql`"rating" >= ${minRating}`,
    review && Prisma.sql`"notes" = '' AND "rating" IS NULL`,
    visibleFrom && Prisma.sql`"closedAt" >= ${visibleFrom}`,
    from && Prisma.sql`"closedAt" >= ${new Date(from)}`,
    to && Prisma.sql`"closedAt" < ${new Date(to)}`,
  ];
  return Prisma.join(
    conditions.filter((one) => one instanceof Prisma.Sql),
    " AND ",
  );
}
