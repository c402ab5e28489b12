import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError, type ErrorCode } from "@/lib/schemas/api-error";

/** Failures without a pause, the longest pause after one, and how long failures are counted, in seconds. */
const RULES = {
  account: { free: 4, maxPauseS: 60, forgetS: 3_600 },
  // Many people may share a client IP.
  clientIp: { free: 15, maxPauseS: 300, forgetS: 3_600 },
} as const;
type Kind = keyof typeof RULES;

/**
 * The counters of an attempt. Nonexistent accounts are counted like existing ones; without `email` only the
 * client IP is counted.
 */
export type Attempt = { email?: string; clientIp: string };

/** Rejections that mean that the submitted credentials are wrong. Others say nothing about them. */
const WRONG: readonly ErrorCode[] = [
  "invalid_credentials",
  "second_factor_wrong",
  "wrong_password",
  "link_expired",
];

/**
 * Counts an attempt in each counter before it is checked, so that concurrent attempts are limited like
 * sequential ones. KEYS are count and pause of each counter; ARGV[1] identifies this attempt, then follow
 * `free`, `maxPauseS` and `forgetS` of each counter. Returns the ms to wait during a pause, in which case it
 * counts nothing.
 */
const RESERVE = `
local waitMs = 0
for i = 2, #KEYS, 2 do waitMs = math.max(waitMs, redis.call('PTTL', KEYS[i])) end
if waitMs > 0 then return waitMs end
for i = 1, #KEYS, 2 do
  local rule = 2 + (i - 1) / 2 * 3
  local count = redis.call('INCR', KEYS[i])
  redis.call('EXPIRE', KEYS[i], ARGV[rule + 2])
  local beyond = count - tonumber(ARGV[rule])
  if beyond > 0 then
    local pauseS = math.min(tonumber(ARGV[rule + 1]), 2 ^ math.min(beyond - 1, 30))
    redis.call('SET', KEYS[i + 1], ARGV[1], 'EX', string.format('%d', pauseS))
  end
end
return 0`;

/** Removes an attempt from each counter, with the pause that it started. */
const RELEASE = `
for i = 1, #KEYS, 2 do
  if tonumber(redis.call('GET', KEYS[i]) or '0') > 0 then redis.call('DECR', KEYS[i]) end
  if redis.call('GET', KEYS[i + 1]) == ARGV[1] then redis.call('DEL', KEYS[i + 1]) end
end
return 0`;

/**
 * Runs `check` as one attempt to authenticate, with a pause that grows with every failure, by account and by
 * client IP. An attempt is counted when it starts; a success, or a rejection that says nothing about the
 * credentials, removes it again. The account's earlier failures are reset if `forgets` returns true for the
 * result: a proof of one factor must not allow more guesses of the other one, nor a success of an account
 * that only claims the email more guesses of its owner's password. The client IP's failures are not reset.
 *
 * @throws AppError `rate_limited` with the pause, `service_unavailable` when Redis is unavailable, and what
 * `check` throws
 */
export async function withAttempt<T>(
  attempt: Attempt,
  check: () => Promise<T>,
  forgets: (result: T) => boolean = () => false,
): Promise<T> {
  const id = randomUUID();
  await reserve(attempt, id);
  try {
    const result = await check();
    await release(attempt, id);
    if (forgets(result)) await forgetFailures(attempt);
    return result;
  } catch (error) {
    if (!(error instanceof AppError && WRONG.includes(error.code))) await release(attempt, id);
    throw error;
  }
}

async function reserve(attempt: Attempt, id: string): Promise<void> {
  const rules = listKinds(attempt).flatMap((kind) => {
    const { free, maxPauseS, forgetS } = RULES[kind];
    return [free, maxPauseS, forgetS].map(String);
  });
  const waitMs = await getFailFastRedis()
    .eval(RESERVE, listKeys(attempt), [id, ...rules])
    .catch((error) => {
      reportError("login-throttle-unknown", error);
      const message = "Attempts can't be counted at the moment. Try again in a few seconds.";
      throw new AppError("service_unavailable", message, { retryAfterSeconds: 2 });
    });
  if (Number(waitMs) <= 0) return;
  const seconds = Math.ceil(Number(waitMs) / 1_000);
  throw new AppError("rate_limited", `Too many failed attempts. Try again in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  });
}

/** An attempt that can't be removed only delays its own user. */
async function release(attempt: Attempt, id: string): Promise<void> {
  await getFailFastRedis()
    .eval(RELEASE, listKeys(attempt), [id])
    .catch((error) => reportError("login-attempt-not-released", error));
}

async function forgetFailures(attempt: Attempt): Promise<void> {
  if (attempt.email === undefined) return;
  await getFailFastRedis()
    .del(countKey("account", attempt), pauseKey("account", attempt))
    .catch((error) => reportError("login-attempt-not-released", error));
}

function listKinds(attempt: Attempt): Kind[] {
  return attempt.email === undefined ? ["clientIp"] : ["account", "clientIp"];
}

function listKeys(attempt: Attempt): string[] {
  return listKinds(attempt).flatMap((kind) => [countKey(kind, attempt), pauseKey(kind, attempt)]);
}

const countKey = (kind: Kind, attempt: Attempt) => `login-failures:${kind}:${digest(attempt, kind)}`;
const pauseKey = (kind: Kind, attempt: Attempt) => `login-pause:${kind}:${digest(attempt, kind)}`;

function digest(attempt: Attempt, kind: Kind): string {
  const text = kind === "account" ? attempt.email : attempt.clientIp;
  return createHash("sha256")
    .update(text ?? "")
    .digest("base64url")
    .slice(0, 24);
}
