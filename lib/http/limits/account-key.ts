import "server-only";
import { createHash } from "node:crypto";

/** Rate limit key of sign-in attempts for an account, whether the account exists or not. */
export function accountKey(email: string): string {
  const text = email.normalize("NFKC").trim().toLowerCase();
  return `account:${createHash("sha256").update(text).digest("base64url").slice(0, 24)}`;
}
