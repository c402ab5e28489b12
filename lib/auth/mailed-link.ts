import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { getRedis } from "@/lib/infra/redis";

/** How long a link is good, in seconds. */
const LIFE_S = { "verify-email": 3 * 86_400, "reset-password": 3_600 } as const;
type Purpose = keyof typeof LIFE_S;

const grantSchema = z.object({ userId: z.string(), email: z.string() });
type Grant = z.infer<typeof grantSchema>;

/** Makes a token for a link in a mail: good once, for one purpose and a while. */
export async function createLinkToken(purpose: Purpose, grant: Grant): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await getRedis().set(keyOf(purpose, token), JSON.stringify(grant), { ex: LIFE_S[purpose] });
  return token;
}

/** What a token was made for, leaving it good; null when it is unknown, used or too old. */
export async function readLinkToken(purpose: Purpose, token: string): Promise<Grant | null> {
  const stored = await getRedis().get<string>(keyOf(purpose, token));
  return stored === null ? null : grantSchema.parse(JSON.parse(stored));
}

/** What a token was made for, using it up; null when it is unknown, used or too old. */
export async function takeLinkToken(purpose: Purpose, token: string): Promise<Grant | null> {
  const stored = await getRedis().getdel<string>(keyOf(purpose, token));
  return stored === null ? null : grantSchema.parse(JSON.parse(stored));
}

function keyOf(purpose: Purpose, token: string): string {
  return `link:${purpose}:${createHash("sha256").update(token).digest("base64url")}`;
}
