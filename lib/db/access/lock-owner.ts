import "server-only";
import type { Prisma } from "@/lib/db/generated/client";
import { AppError } from "@/lib/schemas/api-error";

/** A user as read at the beginning of a request. */
export type Owner = { id: string; sessionsEndedAt: Date | null };

/**
 * Locks a user's row for a new way to trade or to read along, so that concurrent requests of one user wait for each other.
 *
 * @throws AppError `unauthorized` when the user's sessions have been ended since: the request is no longer theirs
 */
export async function lockOwner(tx: Prisma.TransactionClient, owner: Owner): Promise<void> {
  const [now] = await tx.$queryRaw<Pick<Owner, "sessionsEndedAt">[]>`
    SELECT "sessionsEndedAt" FROM "User" WHERE "id" = ${owner.id} FOR UPDATE`;
  if (now?.sessionsEndedAt?.getTime() === owner.sessionsEndedAt?.getTime()) return;
  throw new AppError("unauthorized", "Sign in first.");
}
