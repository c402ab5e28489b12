import "server-only";
import type { StoredKey } from "@/lib/db/queries/users/api-keys";
import type { ApiKeyDto } from "@/lib/schemas/programs/api-keys";

/** A stored key as its owner sees it. */
export function toKeyDto(stored: StoredKey & { portfolioName: string }, callsLastHour: number): ApiKeyDto {
  const { key, portfolioId, portfolioName, name, canTrade, ips } = stored;
  return {
    key,
    portfolioId,
    portfolioName,
    name,
    signs: stored.publicKey === null ? "hmac" : "rsa",
    canTrade,
    ips,
    createdAt: stored.createdAt.toISOString(),
    expiresAt: stored.expiresAt?.toISOString() ?? null,
    revokedAt: stored.revokedAt?.toISOString() ?? null,
    lastUsedAt: stored.lastUsedAt?.toISOString() ?? null,
    callsLastHour,
  };
}
