import { randomUUID } from "node:crypto";
import { createSecondFactor } from "@/lib/auth/second-factor";
import { encryptTotpSecret } from "@/lib/auth/totp-secret";
import { getDb } from "@/lib/db/client";
import { signInAs } from "@/tests/support/sign-in-as";

/**
 * An admin's requirements beside the role: a verified email and a confirmed second factor, whose secret is
 * `secret`.
 */
export async function createAdminFields(email: string) {
  const { secret } = createSecondFactor(email);
  const now = new Date();
  const totpSecret = await encryptTotpSecret(secret);
  const fields = { role: "ADMIN", emailVerifiedAt: now, totpSecret, totpConfirmedAt: now };
  return { secret, fields };
}

/** An admin with a second factor who has just signed in. */
export async function createAdmin(
  email = `${randomUUID()}@terminal-zero.local`,
): Promise<{ id: string; email: string; secret: string; cookie: string; sessionId: string }> {
  const { secret, fields } = await createAdminFields(email);
  const { id } = await getDb().user.create({ data: { email, displayName: email.slice(0, 40), ...fields } });
  const { cookie, sessionId } = await signInAs({ userId: id, role: "ADMIN", email });
  return { id, email, secret, cookie, sessionId };
}
