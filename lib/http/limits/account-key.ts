import "server-only";
import { createHash } from "node:crypto";

/** Whose allowance attempts to get into an account count towards, whether there is such an account or not. */
export function accountKey(email: string): string {
  const text = email.normalize("NFKC").trim().toLowerCase();
  return `account:${createHash("sha256").update(text).digest("base64url").slice(0, 24)}`;
}
