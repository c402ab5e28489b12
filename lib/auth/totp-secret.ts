import "server-only";
import { z } from "zod";
import { decryptToken, encryptToken } from "@/lib/auth/encrypted-token";

const claimsSchema = z.object({ secret: z.string().min(1) });

/** Encrypts the secret of a second factor, so that the database alone doesn't reveal it. */
export function encryptTotpSecret(secret: string): Promise<string> {
  return encryptToken("totp-secret", { secret });
}

/**
 * The secret in base32. @throws Error when it was encrypted with another secret of the product, or changed.
 */
export async function decryptTotpSecret(stored: string): Promise<string> {
  return claimsSchema.parse(await decryptToken("totp-secret", stored)).secret;
}
