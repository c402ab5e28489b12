import "server-only";
import { randomUUID } from "node:crypto";
import { getDb } from "@/lib/db/client";
import type { Prisma, User } from "@/lib/db/generated/client";

export type { User };

/** The user with this e-mail address, in lower case; null when there is none. */
export function findUserByEmail(email: string): Promise<User | null> {
  return getDb().user.findUnique({ where: { email } });
}

/** The user with this id; null when there is none. */
export function findUser(id: string): Promise<User | null> {
  return getDb().user.findUnique({ where: { id } });
}

/** Stores a new user; null when the address is taken, also by somebody who was faster. */
export async function createUser(input: {
  email: string;
  displayName: string;
  passwordHash: string | null;
  emailVerifiedAt: Date | null;
  role?: "TRADER" | "ADMIN";
}): Promise<User | null> {
  const id = randomUUID();
  const { count } = await getDb().user.createMany({ data: [{ id, ...input }], skipDuplicates: true });
  return count === 1 ? findUser(id) : null;
}

/** Changes some of a user's own fields. */
export function updateUser(
  id: string,
  data: Pick<
    Prisma.UserUpdateInput,
    | "displayName"
    | "timeZone"
    | "preferences"
    | "isListed"
    | "passwordHash"
    | "emailVerifiedAt"
    | "totpSecret"
    | "totpConfirmedAt"
    | "totpLastStep"
    | "sessionsEndedAt"
    | "role"
    | "bannedAt"
    | "banReason"
  >,
): Promise<User> {
  return getDb().user.update({ where: { id }, data });
}

/** Takes a time step of the second factor; false when it, or a later one, was taken before. */
export async function takeTotpStep(id: string, step: number): Promise<boolean> {
  const { count } = await getDb().user.updateMany({
    where: { id, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  });
  return count === 1;
}

/** Replaces a user's recovery codes by those with these hashes. */
export async function storeRecoveryCodes(userId: string, hashes: string[]): Promise<void> {
  const db = getDb();
  await db.$transaction([
    db.recoveryCode.deleteMany({ where: { userId } }),
    db.recoveryCode.createMany({ data: hashes.map((hash) => ({ userId, hash })) }),
  ]);
}

/** Uses a recovery code up; false when there is none with this hash, or it was used. */
export async function takeRecoveryCode(userId: string, hash: string): Promise<boolean> {
  const { count } = await getDb().recoveryCode.updateMany({
    where: { userId, hash, usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}

/** How many recovery codes of a user are left. */
export function countRecoveryCodes(userId: string): Promise<number> {
  return getDb().recoveryCode.count({ where: { userId, usedAt: null } });
}

/** The user whom this account at a provider signs in; null when it is not linked. */
export async function findProviderUser(provider: string, subject: string): Promise<User | null> {
  const login = await getDb().providerLogin.findUnique({
    where: { provider_subject: { provider, subject } },
    include: { user: true },
  });
  return login?.user ?? null;
}

/** Lets an account at a provider sign a user in. */
export async function linkProvider(userId: string, provider: string, subject: string): Promise<void> {
  await getDb().providerLogin.createMany({ data: [{ userId, provider, subject }], skipDuplicates: true });
}

/**
 * Forgets a person: name, address and every way to sign in. The logs of the portfolios stay, since they prove
 * themselves by their hashes, but nothing says any more whose they were.
 */
export async function forgetUser(id: string): Promise<void> {
  const db = getDb();
  const now = new Date();
  await db.$transaction([
    db.providerLogin.deleteMany({ where: { userId: id } }),
    db.recoveryCode.deleteMany({ where: { userId: id } }),
    db.chartDrawings.deleteMany({ where: { userId: id } }),
    db.user.update({
      where: { id },
      data: {
        email: `deleted-${id}@deleted.invalid`,
        displayName: "Deleted trader",
        passwordHash: null,
        emailVerifiedAt: null,
        timeZone: "UTC",
        preferences: {},
        totpSecret: null,
        totpConfirmedAt: null,
        totpLastStep: null,
        sessionsEndedAt: now,
        deletedAt: now,
      },
    }),
  ]);
}

/** Everything that is kept about a user, portfolio by portfolio, for the user to take away. */
export async function readOwnData(id: string): Promise<{ portfolios: unknown[]; drawings: unknown[] }> {
  const portfolios = await getDb().portfolio.findMany({
    where: { userId: id },
    include: { positions: true, orders: true, trades: true, events: { orderBy: { seq: "asc" } } },
    orderBy: { createdAt: "asc" },
  });
  const drawings = await getDb().chartDrawings.findMany({ where: { userId: id }, omit: { userId: true } });
  return { portfolios, drawings };
}
