import { randomBytes } from "node:crypto";
import { encryptKeySecret } from "@/lib/auth/api-key-secret";
import { getDb } from "@/lib/db/client";
import type { TestTrader } from "@/tests/support/start-trading";

/** A key with its secret. */
export type TestKey = { key: string; secret: string };

type Options = { canTrade?: boolean; ips?: string[]; expiresAt?: Date; publicKey?: string };

/** Stores an API key of a trader's portfolio, which may trade by default. */
export async function createApiKey(
  trader: Pick<TestTrader, "userId" | "portfolioId">,
  options: Options = {},
): Promise<TestKey> {
  const { canTrade = true, ips = [], expiresAt = null, publicKey = null } = options;
  const key = randomBytes(9).toString("hex");
  const secret = randomBytes(24).toString("hex");
  const { userId, portfolioId } = trader;
  const stored = publicKey === null ? await encryptKeySecret(secret) : null;
  const terms = { name: "Test", secret: stored, publicKey, canTrade, ips, expiresAt, createdAt: new Date() };
  await getDb().apiKey.create({ data: { key, portfolioId, userId, ...terms } });
  return { key, secret };
}
