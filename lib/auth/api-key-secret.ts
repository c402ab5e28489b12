import "server-only";
import { z } from "zod";
import { decryptToken, encryptToken } from "@/lib/auth/encrypted-token";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

const claimsSchema = z.object({ secret: z.string().min(1) });
/** Decrypted secrets in this process: decrypting takes longer than the check of a signature. */
const MAX_CACHED = 2_000;

/** Encrypts the secret of an API key, so that the database alone doesn't reveal it. */
export function encryptKeySecret(secret: string): Promise<string> {
  return encryptToken("api-key-secret", { secret });
}

/** The secret. @throws Error when it was encrypted with another secret of the product, or changed */
export async function decryptKeySecret(stored: string): Promise<string> {
  const cache = getProcessSingleton("api-key-secrets", () => new Map<string, string>());
  const known = cache.get(stored);
  if (known !== undefined) return known;
  const { secret } = claimsSchema.parse(await decryptToken("api-key-secret", stored));
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(stored, secret);
  return secret;
}
