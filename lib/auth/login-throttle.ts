import "server-only";
import { createHash } from "node:crypto";
import { getImpatientRedis } from "@/lib/infra/redis";
import { reportError } from "@/lib/infra/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** Failures that cost nothing, the longest pause after one, and how long failures are remembered, in seconds. */
const RULES = {
  account: { free: 4, maxPauseS: 60, forgetS: 3_600 },
  // Many people may share an address.
  address: { free: 15, maxPauseS: 300, forgetS: 3_600 },
} as const;
type Kind = keyof typeof RULES;

/** Whose attempts are counted. Accounts that don't exist are counted like those that do. */
export type Attempt = { email: string; address: string };

/**
 * Holds attempts to sign in to a pace that slows down with every failure, by account and by address.
 *
 * @throws AppError `rate_limited` with the pause, `service_unavailable` when Redis can't be asked.
 */
export async function assertMayTry(attempt: Attempt): Promise<void> {
  const redis = getImpatientRedis();
  const until = await redis
    .mget<(string | null)[]>(pauseKey("account", attempt), pauseKey("address", attempt))
    .catch((error) => {
      reportError("login-throttle-unknown", error);
      const message = "Nobody can sign in at the moment. Try again in a few seconds.";
      throw new AppError("service_unavailable", message, { retryAfterSeconds: 2 });
    });
  const waitMs = Math.max(...until.map((text) => Number(text ?? 0))) - Date.now();
  if (waitMs <= 0) return;
  const seconds = Math.ceil(waitMs / 1_000);
  throw new AppError("rate_limited", `Too many failed attempts. Try again in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  });
}

/** Counts a failure: each one beyond the free ones doubles the pause. */
export async function noteFailure(attempt: Attempt): Promise<void> {
  await Promise.all([noteOne("account", attempt), noteOne("address", attempt)]);
}

/** The account's owner is in: its failures are forgotten. The address keeps its own. */
export async function forgetFailures(attempt: Attempt): Promise<void> {
  await getImpatientRedis().del(countKey("account", attempt), pauseKey("account", attempt));
}

async function noteOne(kind: Kind, attempt: Attempt): Promise<void> {
  const { free, maxPauseS, forgetS } = RULES[kind];
  const redis = getImpatientRedis();
  const count = await redis.incr(countKey(kind, attempt));
  await redis.expire(countKey(kind, attempt), forgetS);
  if (count <= free) return;
  const pauseS = Math.min(maxPauseS, 2 ** (count - free - 1));
  await redis.set(pauseKey(kind, attempt), String(Date.now() + pauseS * 1_000), { ex: pauseS });
}

const countKey = (kind: Kind, attempt: Attempt) => `login-failures:${kind}:${digest(attempt, kind)}`;
const pauseKey = (kind: Kind, attempt: Attempt) => `login-pause:${kind}:${digest(attempt, kind)}`;

function digest(attempt: Attempt, kind: Kind): string {
  const text = kind === "account" ? attempt.email : attempt.address;
  return createHash("sha256").update(text).digest("base64url").slice(0, 24);
}
