import "server-only";
import { FEATURE_FLAG_NAMES, FEATURE_FLAGS, type FeatureFlag, isInShare } from "@/lib/core/feature-flags";
import { type AdminAct, changeWithAudit } from "@/lib/db/admin/audit";
import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/** For whom a feature is on: a share of all users, and named users besides. */
export type FlagSetting = { name: FeatureFlag; percent: number; users: { id: string; email: string }[] };

/** Whether a feature is on for a user. */
export async function isFlagOn(name: FeatureFlag, userId: string): Promise<boolean> {
  const row = await getDb().featureFlag.findUnique({
    where: { name },
    include: { users: { where: { userId }, select: { userId: true } } },
  });
  if (row === null) return isInShare(name, userId, FEATURE_FLAGS[name].percent);
  return row.users.length > 0 || isInShare(name, userId, row.percent);
}

/** All features, with for whom they are on. */
export async function listFlags(): Promise<FlagSetting[]> {
  const rows = await findFlags(getDb());
  return FEATURE_FLAG_NAMES.map((name) => toSetting(name, rows));
}

/** Sets for whom a feature is on. Every user must exist. */
export function storeFlag(
  act: AdminAct,
  name: FeatureFlag,
  { percent, userIds }: { percent: number; userIds: readonly string[] },
): Promise<void> {
  return changeWithAudit(act, async (tx) => {
    const before = toSetting(name, await findFlags(tx));
    await tx.featureFlag.upsert({ where: { name }, create: { name, percent }, update: { percent } });
    await tx.featureFlagUser.deleteMany({ where: { name } });
    await tx.featureFlagUser.createMany({ data: userIds.map((userId) => ({ name, userId })) });
    const after = toSetting(name, await findFlags(tx));
    return { before: toState(before), after: toState(after), result: undefined };
  });
}

/** The users with these ids or verified e-mails, and which of the texts are neither. */
export async function findNamedUsers(
  texts: readonly string[],
): Promise<{ userIds: string[]; unknown: string[] }> {
  const users = await getDb().user.findMany({
    where: {
      deletedAt: null,
      OR: [{ id: { in: [...texts] } }, { email: { in: [...texts] }, emailVerifiedAt: { not: null } }],
    },
    select: { id: true, email: true },
  });
  const known = new Set(users.flatMap(({ id, email }) => [id, email]));
  return { userIds: users.map(({ id }) => id), unknown: texts.filter((text) => !known.has(text)) };
}

type FlagRow = Awaited<ReturnType<typeof findFlags>>[number];

function findFlags(db: Prisma.TransactionClient) {
  return db.featureFlag.findMany({
    include: {
      users: {
        select: { user: { select: { id: true, email: true } } },
        orderBy: { userId: "asc" },
      },
    },
  });
}

function toSetting(name: FeatureFlag, rows: readonly FlagRow[]): FlagSetting {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) return { name, percent: FEATURE_FLAGS[name].percent, users: [] };
  return { name, percent: row.percent, users: row.users.map(({ user }) => user) };
}

/** Without e-mails, which the audit log would keep. */
function toState({ percent, users }: FlagSetting): Prisma.InputJsonObject {
  return { percent, users: users.map(({ id }) => id) };
}
