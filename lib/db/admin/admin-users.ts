import "server-only";
import type { UserRole } from "@/lib/core/account-terms";
import { ACTIVE_ADMIN, assertAdminLeft, lockAdmins } from "@/lib/db/admin/assert-admin-left";
import { type AdminAct, changeWithAudit } from "@/lib/db/admin/audit";
import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import { voidChallenges } from "@/lib/db/queries/void-challenges";
import type { AdminListQuery } from "@/lib/schemas/admin";
import { AppError } from "@/lib/schemas/api-error";

const SHOWN = {
  id: true,
  email: true,
  displayName: true,
  role: true,
  createdAt: true,
  emailVerifiedAt: true,
  bannedAt: true,
  banReason: true,
  deletedAt: true,
} as const satisfies Prisma.UserSelect;

/** A user as shown to admins, without secrets. */
export type UserRow = Prisma.UserGetPayload<{ select: typeof SHOWN }>;

/** Users by email, name or id, newest first. */
export function searchUsers(query: AdminListQuery): Promise<UserRow[]> {
  const contains = query.search && { contains: query.search, mode: "insensitive" as const };
  return getDb().user.findMany({
    select: SHOWN,
    ...(contains && {
      where: { OR: [{ email: contains }, { displayName: contains }, { id: query.search }] },
    }),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: query.limit,
    ...(query.cursor && { cursor: { id: query.cursor }, skip: 1 }),
  });
}

/** One user with their related rows; null when the id is unknown. */
export async function toUserDto(id: string) {
  const db = getDb();
  const [user, portfolios, payments, grants, audit] = await Promise.all([
    db.user.findUnique({ where: { id }, select: SHOWN }),
    db.portfolio.findMany({
      where: { userId: id },
      select: {
        id: true,
        name: true,
        kind: true,
        balance: true,
        seq: true,
        lockReason: true,
        createdAt: true,
      },
      orderBy: { createdAt: "asc" },
    }),
    db.payment.findMany({ where: { userId: id }, orderBy: { createdAt: "desc" }, take: 50 }),
    db.grant.findMany({ where: { userId: id }, orderBy: { grantedAt: "desc" }, take: 50 }),
    db.auditEntry.findMany({ where: { target: `user:${id}` }, orderBy: { at: "desc" }, take: 50 }),
  ]);
  return user && { user, portfolios, payments, grants, audit };
}

/**
 * Changes a user's ban or role, ends their sessions and writes the audit line; null for an unknown user. Such
 * changes are serialised, so that at least one admin remains.
 *
 * @throws AppError `last_admin`, `forbidden` when the caller is no longer an admin
 */
export function changeUser(
  act: AdminAct,
  id: string,
  data: { bannedAt: Date | null; banReason: string | null } | { role: UserRole },
  at: Date,
): Promise<UserRow> {
  return changeWithAudit(act, async (tx) => {
    await lockAdmins(tx);
    if ((await tx.user.count({ where: { ...ACTIVE_ADMIN, id: act.adminId } })) === 0) {
      throw new AppError("forbidden", "Your account may not do this.");
    }
    const before = await tx.user.findUnique({ where: { id }, select: SHOWN });
    if (before === null) throw new AppError("not_found", "There is no such user.");
    const after = await tx.user.update({
      where: { id },
      data: { ...data, sessionsEndedAt: at },
      select: SHOWN,
    });
    await assertAdminLeft(tx);
    const pick = (user: UserRow) => ({ role: user.role, bannedAt: user.bannedAt?.toISOString() ?? null });
    return { before: pick(before), after: pick(after), result: after };
  });
}

/** Grants a product manually: the grant refers to its audit line instead of a payment. */
export function grantByHand(
  act: AdminAct,
  grant: { userId: string; product: string; endsAt: Date | null },
): Promise<{ id: string }> {
  return changeWithAudit(act, async (tx, auditId) => {
    const startsAt = grant.endsAt && new Date();
    const made = await tx.grant.create({ data: { ...grant, startsAt, auditId }, select: { id: true } });
    const after = { grantId: made.id, product: grant.product, endsAt: grant.endsAt?.toISOString() ?? null };
    return { before: null, after, result: made };
  });
}

/** Revokes a grant and voids the challenge that was started from it; false when there is no active grant. */
export function revokeGrant(act: AdminAct, id: string): Promise<boolean> {
  return changeWithAudit(act, async (tx) => {
    const { count } = await tx.grant.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const voided = await voidChallenges(tx);
    return { before: { revoked: count === 0 }, after: { revoked: true, voided }, result: count === 1 };
  });
}
