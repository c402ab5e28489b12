import "server-only";
import type { Prisma } from "@/lib/db/generated/client";
import { AppError } from "@/lib/schemas/api-error";

/** Admins who can use the operators' desk. */
export const ACTIVE_ADMIN = {
  role: "ADMIN",
  bannedAt: null,
  deletedAt: null,
  totpConfirmedAt: { not: null },
} as const satisfies Prisma.UserWhereInput;

/** Serialises changes that may remove the last admin, until the end of the transaction. */
export async function lockAdmins(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('admins', 0))`;
}

/**
 * Must run at the end of such a change, under the lock.
 *
 * @throws AppError `last_admin`
 */
export async function assertAdminLeft(tx: Prisma.TransactionClient): Promise<void> {
  if ((await tx.user.count({ where: ACTIVE_ADMIN })) > 0) return;
  throw new AppError("last_admin", "There must be an admin with two-factor sign-in. Make another one first.");
}
