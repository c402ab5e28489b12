import "server-only";
import { Ratelimit } from "@upstash/ratelimit";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { V5Error } from "@/lib/v5/wire/v5-error";

/**
 * Calls a second; the bucket holds twice as many. `exit` counts what can only lower risk, so that no order uses up what a
 * cancellation needs; `ip` counts calls without a valid key. The calls of all keys of a user together may be
 * `KEYS_OF_A_USER` times those of one.
 */
const LIMITS = {
  order: { aSecond: 10, whenUnavailable: "reject" },
  exit: { aSecond: 10, whenUnavailable: "reject" },
  read: { aSecond: 50, whenUnavailable: "pass" },
  ip: { aSecond: 120, whenUnavailable: "pass" },
} as const;
export type KeyLimit = keyof typeof LIMITS;
/** A user may have twenty keys, for as many portfolios; their calls together are limited as those of this many. */
const KEYS_OF_A_USER = 5;

/** The state of a limit after a call: size of the bucket, what is left in it, and when more is there, ms. */
export type LimitState = { limit: number; left: number; resetMs: number };

const MIN_WAIT_MS = 100;

/**
 * Counts a call that costs `cost` (the size of a batch). Both mounts and the sockets share the counters.
 *
 * @throws V5Error 10006 with the time of the next call as `LimitExceeded`; 10016 for orders while Redis is unavailable
 */
export async function consumeKeyLimit(
  name: KeyLimit,
  { who, userId, cost = 1 }: { who: string; userId?: string; cost?: number },
): Promise<LimitState | null> {
  const { whenUnavailable } = LIMITS[name];
  let taken: Awaited<ReturnType<Ratelimit["limit"]>>;
  let ofUser: typeof taken | null;
  try {
    [taken, ofUser] = await Promise.all([
      limiterOf(name).limit(who, { rate: cost }),
      userId === undefined ? null : limiterOf(name, KEYS_OF_A_USER).limit(`user:${userId}`, { rate: cost }),
    ]);
    if (taken.reason === "timeout" || ofUser?.reason === "timeout") throw new Error("timeout");
  } catch (error) {
    reportError("rate-limit-unknown", error);
    if (whenUnavailable === "pass") return null;
    throw new V5Error(10016, "Server error. Orders can't be taken at the moment; try again.");
  }
  if (!taken.success && ofUser?.success) await giveBack(name, userId, cost);
  if (taken.success && ofUser?.success === false) taken = ofUser;
  const resetMs = Math.max(taken.reset, Date.now() + MIN_WAIT_MS);
  const state = { limit: taken.limit, left: Math.max(0, taken.remaining), resetMs };
  if (!taken.success) throw new LimitExceeded(state);
  return state;
}

/**
 * Gives back to a user's keys together what a call took that the limit of its own key rejected: a key that sends too many
 * uses up nothing of the others. Counted first, in the same round trip as the key's, since nearly every call passes.
 */
async function giveBack(name: KeyLimit, userId: string | undefined, cost: number): Promise<void> {
  await limiterOf(name, KEYS_OF_A_USER)
    .limit(`user:${userId}`, { rate: -cost })
    .catch((error) => reportError("rate-limit-unknown", error));
}

/** 10006, with the state of the limit for the headers: clients sleep until it is reset. */
export class LimitExceeded extends V5Error {
  constructor(readonly state: LimitState) {
    super(10006, "Too many visits!");
  }
}

function limiterOf(name: KeyLimit, keys = 1): Ratelimit {
  return getProcessSingleton(`v5-limit-${name}-${keys}`, () => {
    const rate = LIMITS[name].aSecond * keys * getEnv().RATE_LIMIT_FACTOR;
    return new Ratelimit({
      redis: getFailFastRedis(),
      limiter: Ratelimit.tokenBucket(rate, "1 s", rate * 2),
      prefix: `limit:v5-${name}`,
      timeout: 2 * getEnv().REDIS_TIMEOUT_MS,
    });
  });
}
