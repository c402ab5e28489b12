import "server-only";
import { type AdminAct, changeWithAudit } from "@/lib/db/admin/audit";
import { getDb } from "@/lib/db/client";
import type { Competition, CompetitionEntry, Prisma } from "@/lib/db/generated/client";
import { AppError } from "@/lib/schemas/api-error";

/** A competition, with the number of its entries. */
export type StoredCompetition = Competition & { entries: number };

const LISTED = 100;
/** Competitions of one trader that have not ended. */
const MAX_OWN = 5;
const withCount = { _count: { select: { entries: true } } } as const;

type Counted = Competition & { _count: { entries: number } };
const toStored = ({ _count, ...row }: Counted): StoredCompetition => ({ ...row, entries: _count.entries });

/** Stores a trader's competition. @throws AppError `competition_limit_reached` */
export async function insertCompetition(data: Prisma.CompetitionUncheckedCreateInput): Promise<void> {
  await getDb().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`competitions:${data.ownerId}`}, 0))`;
    const own = await tx.competition.count({ where: { ownerId: data.ownerId, status: { not: "ENDED" } } });
    if (own >= MAX_OWN) {
      const message = `You have ${MAX_OWN} competitions that have not ended; make another one afterwards.`;
      throw new AppError("competition_limit_reached", message, { limit: MAX_OWN });
    }
    await tx.competition.create({ data });
  });
}

/** Stores a public competition, with its line in the audit log. */
export function insertPublicCompetition(
  act: AdminAct,
  data: Prisma.CompetitionUncheckedCreateInput,
): Promise<void> {
  return changeWithAudit(act, async (tx) => {
    await tx.competition.create({ data });
    return { before: null, after: { id: data.id, name: data.name }, result: undefined };
  });
}

export async function findCompetition(id: string): Promise<StoredCompetition | null> {
  const row = await getDb().competition.findUnique({ where: { id }, include: withCount });
  return row && toStored(row);
}

/** @throws AppError `not_found` */
export async function requireCompetition(id: string): Promise<StoredCompetition> {
  const competition = await findCompetition(id);
  if (competition === null) throw new AppError("not_found", "There is no such competition.");
  return competition;
}

/** The competition of an invitation code. */
export async function findCompetitionByCode(code: string): Promise<StoredCompetition | null> {
  const row = await getDb().competition.findUnique({ where: { code }, include: withCount });
  return row && toStored(row);
}

/** Public competitions, and those that the user has made or entered; the newest start first. */
export async function listCompetitions(userId: string | null): Promise<StoredCompetition[]> {
  const own = userId === null ? [] : [{ ownerId: userId }, { entries: { some: { userId } } }];
  const rows = await getDb().competition.findMany({
    where: { OR: [{ code: null }, ...own] },
    orderBy: [{ startsAt: "desc" }, { id: "asc" }],
    include: withCount,
    take: LISTED,
  });
  return rows.map(toStored);
}

export function findCompetitionEntry(
  competitionId: string,
  userId: string,
): Promise<CompetitionEntry | null> {
  return getDb().competitionEntry.findUnique({ where: { competitionId_userId: { competitionId, userId } } });
}

/**
 * Stores an entry unless the user has one; returns the portfolio of the user's entry. Entries are counted under
 * a lock on the competition. @throws AppError `competition_full`
 */
export async function insertCompetitionEntry(
  competition: Pick<Competition, "id" | "maxEntries" | "opening">,
  entry: { userId: string; portfolioId: string; joinedAt: Date },
): Promise<string> {
  const { id, maxEntries, opening } = competition;
  const { userId, portfolioId, joinedAt } = entry;
  const [row] = await getDb().$queryRaw<{ portfolioId: string | null }[]>`
    SELECT insert_competition_entry(${id}, ${userId}, ${portfolioId}, ${opening.toNumber()}::float8, ${joinedAt})
      AS "portfolioId"`;
  if (row?.portfolioId == null) {
    throw new AppError("competition_full", `This competition has ${maxEntries} entries and accepts no more.`);
  }
  return row.portfolioId;
}

/** Removes an entry before the start; false for an entry of a competition that had begun at `now`. */
export async function deleteCompetitionEntry(
  competitionId: string,
  userId: string,
  now: Date,
): Promise<boolean> {
  const count = await getDb().$executeRaw`
    DELETE FROM "CompetitionEntry" e USING "Competition" c
    WHERE e."competitionId" = ${competitionId} AND e."userId" = ${userId} AND c."id" = e."competitionId"
      AND c."startsAt" > ${now}`;
  return count > 0;
}
