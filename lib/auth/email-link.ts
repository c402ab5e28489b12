import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { User } from "@/lib/db/queries/users/users";
import { getRedis } from "@/lib/infra/redis/redis";

/** Lifetime of a link, in seconds. */
const LIFE_S = { "verify-email": 3 * 86_400, "reset-password": 3_600 } as const;
type Purpose = keyof typeof LIFE_S;

const grantSchema = z.object({ userId: z.string(), email: z.string(), version: z.string() });
type Grant = z.infer<typeof grantSchema>;

type Owner = Pick<User, "id" | "email" | "passwordHash" | "sessionsEndedAt">;

/**
 * Creates a token for a link in a mail: valid once, for one purpose, until the user's password changes or the
 * sessions are ended, and for a limited time. A user has one valid link for each purpose: a new one replaces
 * the old one.
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

/** The grant of a token, without consuming it; null when it is unknown, used or expired. */
export async function readLinkToken(purpose: Purpose, token: string): Promise<Grant | null> {
  return parseGrant(await getRedis().get<string>(keyOf(purpose, token)));
}

/** The grant of a token, consuming it; null when it is unknown, used or expired. */
export async function consumeLinkToken(purpose: Purpose, token: string): Promise<Grant | null> {
  return parseGrant(await getRedis().getdel<string>(keyOf(purpose, token)));
}

/** Whether a link is still valid for this user: email, password and the end of the sessions are unchanged. */
export function isGrantOf(grant: Grant, owner: Owner): boolean {
  return grant.userId === owner.id && grant.email === owner.email && grant.version === versionOf(owner);
}

/** A digest that changes with the user's password and the end of the sessions. */
function versionOf({ passwordHash, sessionsEndedAt }: Owner): string {
  return createHash("sha256").update(`${passwordHash} ${sessionsEndedAt?.getTime()}`).digest("base64url");
}

function parseGrant(stored: string | null): Grant | null {
  return stored === null ? null : grantSchema.parse(JSON.parse(stored));
}

function keyOf(purpose: Purpose, token: string): string {
  return `link:${purpose}:${createHash("sha256").update(token).digest("base64url")}`;
}
