import "server-only";
import { lockOwner, type Owner } from "@/lib/db/access/lock-owner";
import { getDb } from "@/lib/db/client";
import type { Passkey } from "@/lib/db/generated/client";

/** The passkey with this credential id; null when there is none. */
export function findPasskey(id: string): Promise<Passkey | null> {
  return getDb().passkey.findUnique({ where: { id } });
}

/** A user's passkeys, newest first. */
export function listPasskeys(userId: string): Promise<Passkey[]> {
  return getDb().passkey.findMany({ where: { userId }, orderBy: [{ createdAt: "desc" }, { id: "asc" }] });
}

/** What became of a passkey that was to be stored. */
export type PasskeyStorage = "stored" | "too-many" | "exists";

/**
 * Stores a passkey unless its user has `most` of them. Concurrent calls of one user wait for each other.
 *
 * @throws AppError `unauthorized`, see `lockOwner`
 */
export function storePasskey(
  passkey: Omit<Passkey, "createdAt" | "lastUsedAt" | "publicKey"> & { publicKey: Uint8Array<ArrayBuffer> },
  owner: Owner,
  most: number,
): Promise<PasskeyStorage> {
  return getDb().$transaction(async (tx) => {
    await lockOwner(tx, owner);
    if ((await tx.passkey.count({ where: { userId: passkey.userId } })) >= most) return "too-many";
    const { count } = await tx.passkey.createMany({ data: [passkey], skipDuplicates: true });
    return count === 1 ? "stored" : "exists";
  });
}

/**
 * Records a use with the authenticator's counter. False when a concurrent use has recorded the same counter or a
 * later one, unless the authenticator doesn't count.
 */
export async function recordPasskeyUse(passkey: Passkey, counter: number, at: Date): Promise<boolean> {
  const { count } = await getDb().passkey.updateMany({
    where: { id: passkey.id, counter: passkey.counter },
    data: { counter, lastUsedAt: at },
  });
  return count === 1;
}

/** Removes a passkey of a user; false when the user has no such passkey. */
export async function removeStoredPasskey(userId: string, id: string): Promise<boolean> {
  const { count } = await getDb().passkey.deleteMany({ where: { userId, id } });
  return count === 1;
}
