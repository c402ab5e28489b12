import "server-only";
import { randomUUID } from "node:crypto";
import type { UserRole } from "@/lib/core/account-terms";
import { assertAdminLeft, lockAdmins } from "@/lib/db/admin/assert-admin-left";
import { getDb } from "@/lib/db/client";
import type { Prisma, User } from "@/lib/db/generated/client";
import { insertConsents } from "@/lib/db/queries/users/consents";
import type { LocaleTag } from "@/lib/schemas/locale";

export type { User };

/** The accounts of a lower-case email: the one that has verified it, and the one that only claims it. */
export async function findUsersByEmail(
  email: string,
): Promise<{ owner: User | null; claimant: User | null }> {
  const users = await getDb().user.findMany({ where: { email } });
  return {
    owner: users.find(({ emailVerifiedAt }) => emailVerifiedAt !== null) ?? null,
    claimant: users.find(({ emailVerifiedAt }) => emailVerifiedAt === null) ?? null,
  };
}

/** The user who has verified this email, else the one who claims it; null when there is neither. */
export async function findUserByEmail(email: string): Promise<User | null> {
  const { owner, claimant } = await findUsersByEmail(email);
  return owner ?? claimant;
}

/** The user with this id; null when there is none. */
export function findUser(id: string): Promise<User | null> {
  return getDb().user.findUnique({ where: { id } });
}

/** The fields that end these users' sessions or prevent new ones. */
export function findAccess(
  ids: readonly string[],
): Promise<Pick<User, "id" | "sessionsEndedAt" | "bannedAt" | "deletedAt">[]> {
  return getDb().user.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, sessionsEndedAt: true, bannedAt: true, deletedAt: true },
  });
}

/** A user to be stored. */
export type NewUser = {
  email: string;
  displayName: string;
  passwordHash: string | null;
  emailVerifiedAt: Date | null;
  isListed?: boolean;
  role?: UserRole;
  preferences?: Prisma.InputJsonObject;
};

/**
 * Inserts a user, who accepts the legal texts as they stand, and returns the id. Null when another account has verified the email, or claims it and the
 * new one only claims it as well; also when a concurrent request was first.
 */
export async function insertUser(input: NewUser): Promise<string | null> {
  const id = randomUUID();
  return getDb().$transaction(async (tx) => {
    const { count } = await tx.user.createMany({ data: [{ id, ...input }], skipDuplicates: true });
    if (count === 0) return null;
    await insertConsents(tx, id, new Date());
    return id;
  });
}

/** The same, returning the stored user. */
export async function createUser(input: NewUser): Promise<User | null> {
  const id = await insertUser(input);
  return id === null ? null : findUser(id);
}

/** Changes some of a user's own fields. */
export function updateUser(
  id: string,
  data: Pick<
    Prisma.UserUpdateInput,
    "displayName" | "timeZone" | "preferences" | "isListed" | "sessionsEndedAt"
  >,
): Promise<User> {
  return getDb().user.update({ where: { id }, data });
}

/** Stores the language of a user's mails unless there is one. */
export async function storeFirstLocale(id: string, locale: LocaleTag): Promise<void> {
  await getDb().$executeRaw`
    UPDATE "User" SET "preferences" = "preferences" || jsonb_build_object('locale', ${locale}::text)
    WHERE "id" = ${id} AND NOT "preferences" ? 'locale'`;
}

/** Consumes a time step of the second factor; false when it or a later one was consumed before. */
export async function consumeTotpStep(id: string, step: number): Promise<boolean> {
  const { count } = await getDb().user.updateMany({
    where: { id, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  });
  return count === 1;
}

/** Stores the secret of an unconfirmed second factor; false when a second factor is enabled already. */
export async function storeTotpSecret(id: string, totpSecret: string): Promise<boolean> {
  const { count } = await getDb().user.updateMany({
    where: { id, totpConfirmedAt: null },
    data: { totpSecret, totpLastStep: null },
  });
  return count === 1;
}

/**
 * Enables a second factor after its code for the time step `step` was correct, and stores the hashes of the
 * recovery codes; false when the secret has changed, the sessions were ended or a second factor is enabled already.
 */
export function confirmSecondFactor(
  { id, sessionsEndedAt }: Pick<User, "id" | "sessionsEndedAt">,
  factor: { totpSecret: string; step: number; hashes: readonly string[] },
): Promise<boolean> {
  const { totpSecret, step, hashes } = factor;
  return getDb().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id, sessionsEndedAt, totpSecret, totpConfirmedAt: null },
      data: { totpConfirmedAt: new Date(), totpLastStep: step },
    });
    if (count === 0) return false;
    await tx.recoveryCode.deleteMany({ where: { userId: id } });
    await tx.recoveryCode.createMany({ data: hashes.map((hash) => ({ userId: id, hash })) });
    return true;
  });
}

/**
 * Disables a user's second factor and deletes its recovery codes.
 *
 * @throws AppError `last_admin` for the last admin who has one
 */
export async function dropSecondFactor(id: string): Promise<void> {
  await getDb().$transaction(async (tx) => {
    await lockAdmins(tx);
    await tx.recoveryCode.deleteMany({ where: { userId: id } });
    const { role } = await tx.user.update({
      where: { id },
      data: { totpSecret: null, totpConfirmedAt: null, totpLastStep: null },
    });
    if (role === "ADMIN") await assertAdminLeft(tx);
  });
}

/** The ways in which a user can re-authenticate: `password`, `code`, `passkey`, and the names of linked providers. */
export async function findProofMethods(id: string): Promise<string[]> {
  const user = await getDb().user.findUnique({
    where: { id },
    select: {
      passwordHash: true,
      totpConfirmedAt: true,
      logins: { select: { provider: true } },
      passkeys: { select: { id: true }, take: 1 },
    },
  });
  return [
    ...(user?.passwordHash ? ["password"] : []),
    ...(user?.totpConfirmedAt ? ["code"] : []),
    ...(user?.passkeys.length ? ["passkey"] : []),
    ...new Set(user?.logins.map(({ provider }) => provider)),
  ];
}

/**
 * Sets a password and ends the sessions, if the password and the sessions' end are still those of `user`;
 * returns whether it did. `isForgotten`: with it ends what signs in (passkeys,
 * provider accounts), trades (API keys, hooks) or reads along (webhooks, links of coaches, push subscriptions).
 */
export async function replacePassword(
  user: Pick<User, "id" | "passwordHash" | "sessionsEndedAt">,
  { passwordHash, at, isForgotten }: { passwordHash: string; at: Date; isForgotten: boolean },
): Promise<boolean> {
  const { id: userId, sessionsEndedAt } = user;
  return getDb().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, passwordHash: user.passwordHash, sessionsEndedAt, deletedAt: null },
      data: { passwordHash, sessionsEndedAt: at },
    });
    if (count === 0) return false;
    if (isForgotten) {
      await tx.passkey.deleteMany({ where: { userId } });
      await tx.providerLogin.deleteMany({ where: { userId } });
      await tx.apiKey.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: at } });
      await tx.alertHook.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: at } });
      await tx.coachLink.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: at } });
      await tx.webhook.deleteMany({ where: { userId } });
      await tx.pushSubscription.deleteMany({ where: { userId } });
    }
    return true;
  });
}

/** Consumes a recovery code; false when there is none with this hash or it was used before. */
export async function consumeRecoveryCode(userId: string, hash: string): Promise<boolean> {
  const { count } = await getDb().recoveryCode.updateMany({
    where: { userId, hash, usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}

/** Number of a user's unused recovery codes. */
export function countRecoveryCodes(userId: string): Promise<number> {
  return getDb().recoveryCode.count({ where: { userId, usedAt: null } });
}

/** The user linked to this provider account; null when it is not linked. */
export async function findProviderUser(provider: string, subject: string): Promise<User | null> {
  const login = await getDb().providerLogin.findUnique({
    where: { provider_subject: { provider, subject } },
    include: { user: true },
  });
  return login?.user ?? null;
}

/** Links a provider account to a user. */
export async function linkProvider(userId: string, provider: string, subject: string): Promise<void> {
  await getDb().providerLogin.createMany({ data: [{ userId, provider, subject }], skipDuplicates: true });
}
