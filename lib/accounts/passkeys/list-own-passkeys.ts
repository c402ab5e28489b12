import "server-only";
import { listPasskeys } from "@/lib/db/access/passkeys";
import type { PasskeyDto } from "@/lib/schemas/access/passkeys";

/** A user's passkeys, newest first. */
export async function listOwnPasskeys(userId: string): Promise<PasskeyDto[]> {
  const passkeys = await listPasskeys(userId);
  return passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}
