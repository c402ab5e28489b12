import "server-only";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { deriveKey } from "@/lib/infra/derive-key";
import { type ShareFacts, shareFactsSchema } from "@/lib/schemas/sharing/share";

const SIGNED_BY = { issuer: "terminal-zero", audience: "share" } as const;
const ALGORITHM = "HS256";

const claimsSchema = z.object({ facts: shareFactsSchema });

/** The facts as a signed JWT for a URL. Nothing is stored: the link contains the facts and doesn't expire. */
export function signFacts(facts: ShareFacts): Promise<string> {
  return new SignJWT({ facts })
    .setProtectedHeader({ alg: ALGORITHM })
    .setIssuer(SIGNED_BY.issuer)
    .setAudience(SIGNED_BY.audience)
    .sign(deriveKey("share"));
}

/** The facts of a link; null when its signature is not ours. */
export async function readFacts(token: string): Promise<ShareFacts | null> {
  try {
    const { payload } = await jwtVerify(token, deriveKey("share"), { ...SIGNED_BY, algorithms: [ALGORITHM] });
    return claimsSchema.parse(payload).facts;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
