import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { User } from "@/lib/db/queries/users";
import { getRedis } from "@/lib/infra/redis/redis";

/** How long a link is good, in seconds. */
const LIFE_S = { "verify-email": 3 * 86_400, "reset-password": 3_600 } as const;
type Purpose = keyof typeof LIFE_S;

const grantSchema = z.object({ userId: z.string(), email: z.string(), version: z.string() });
type Grant = z.infer<typeof grantSchema>;

type Owner = Pick<User, "id" | "email" | "passwordHash" | "sessionsEndedAt">;

/**
 * Makes a token for a link in a mail: good once, for one purpose, until the user's password changes or the sessions
 * are ended, and for a while at most. A user has one live link for each purpose: it takes the place of the one before.
 */
export async function createLinkToken(purpose: Purpose, owner: Owner): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const grant: Grant = { userId: owner.id, email: owner.email, version: versionOf(owner) };
  const redis = getRedis();
  const life = { ex: LIFE_S[purpose] };
  await redis.set(keyOf(purpose, token), JSON.stringify(grant), life);
  const live = `live-link:${purpose}:${owner.id}`;
  const before = await redis.set(live, keyOf(purpose, token), { ...life, get: true });
  if (before !== null) await redis.del(before);
  return token;
}

/** What a token was made for, leaving it good; null when it is unknown, used or too old. */
export async function readLinkToken(purpose: Purpose, token: string): Promise<Grant | null> {
  return parseGrant(await getRedis().get<string>(keyOf(purpose, token)));
}

/** What a token was made for, using it up; null when it is unknown, used or too old. */
export async function consumeLinkToken(purpose: Purpose, token: string): Promise<Grant | null> {
  return parseGrant(await getRedis().getdel<string>(keyOf(purpose, token)));
}

/** Whether a link is still this user's: address, password and the end of the sessions are what they were. */
export function isGrantOf(grant: Grant, owner: Owner): boolean {
  return grant.userId === owner.id && grant.email === owner.email && grant.version === versionOf(owner);
}

/** Says whether anything of how a user gets in has changed, and nothing else. */
function versionOf({ passwordHash, sessionsEndedAt }: Owner): string {
  return createHash("sha256").update(`${passwordHash} ${sessionsEndedAt?.getTime()}`).digest("base64url");
}

function parseGrant(stored: string | null): Grant | null {
  return stored === null ? null : grantSchema.parse(JSON.parse(stored));
}

function keyOf(purpose: Purpose, token: string): string {
  return `link:${purpose}:${createHash("sha256").update(token).digest("base64url")}`;
}
