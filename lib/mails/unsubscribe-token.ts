import "server-only";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { deriveKey } from "@/lib/infra/derive-key";
import { getEnv } from "@/lib/infra/env/env";
import { MAIL_CATEGORIES, type MailCategory } from "@/lib/schemas/mails";

const SIGNED_BY = { issuer: "terminal-zero", audience: "unsubscribe" } as const;
const ALGORITHM = "HS256";

const claimsSchema = z.object({ sub: z.string(), category: z.enum(MAIL_CATEGORIES) });

/** Whose mails of which category a link ends. */
export type Unsubscription = { userId: string; category: MailCategory };

/**
 * The URL that ends the mails of a category without a session, for the headers of RFC 8058. It does not expire, since an
 * old mail must be able to end them too.
 */
export async function createUnsubscribeUrl({ userId, category }: Unsubscription): Promise<string> {
  const token = await new SignJWT({ category })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(userId)
    .setIssuer(SIGNED_BY.issuer)
    .setAudience(SIGNED_BY.audience)
    .sign(deriveKey("unsubscribe"));
  return new URL(`/api/mails/unsubscribe/${token}`, getEnv().APP_URL).href;
}

/** What a link ends; null when its signature is not ours. */
export async function readUnsubscribeToken(token: string): Promise<Unsubscription | null> {
  try {
    const options = { ...SIGNED_BY, algorithms: [ALGORITHM] };
    const { payload } = await jwtVerify(token, deriveKey("unsubscribe"), options);
    const { sub, category } = claimsSchema.parse(payload);
    return { userId: sub, category };
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
