import "server-only";
import { Redis, type Requester } from "@upstash/redis";
import { getEnv } from "@/lib/infra/env/env";
import { createRedisRequester } from "@/lib/infra/redis/create-redis-requester";

/** Timeout of one command, in ms. */
const COMMAND_TIMEOUT_MS = 2_000;

let shared: Redis | undefined;
let impatient: Redis | undefined;

/**
 * The process's Redis client for commands. Values are returned as the stored text: the client's automatic
 * deserialisation would turn "84017.5" into a number and leave "84017.50" a string.
 */
export function getRedis(): Redis {
  shared ??= createRedis(() => COMMAND_TIMEOUT_MS, 1);
  return shared;
}

/** A client for interactive requests: one attempt of the variable `REDIS_TIMEOUT_MS`, then it throws. */
export function getFailFastRedis(): Redis {
  impatient ??= createRedis(() => getEnv().REDIS_TIMEOUT_MS, 0);
  return impatient;
}

/** A client without a timeout: a subscription is one request that stays open. */
export function createSubscriberRedis(signal: AbortSignal): Redis {
  return createFetchRedis(() => signal, 1);
}

function createRedis(timeoutMs: () => number, retries: number): Redis {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = getEnv();
  const requester = createRedisRequester({ url, token, retries, timeoutMs });
  return requester
    ? new TextRedis(requester).batched()
    : createFetchRedis(() => AbortSignal.timeout(timeoutMs()), retries);
}

/** The client over our own transport, without the parsing of values that its constructor would enable. */
class TextRedis extends Redis {
  constructor(requester: Requester) {
    super(requester);
    this.opts = { automaticDeserialization: false };
  }

  /** The writes of one turn are sent in one request, its reads in another beside it, as in every client of the library. */
  batched(): Redis {
    return this.autoPipeline();
  }
}

function createFetchRedis(signal: () => AbortSignal, retries: number): Redis {
  const env = getEnv();
  return new Redis({
    url: env.UPSTASH_REDIS_REST_URL,
    token: env.UPSTASH_REDIS_REST_TOKEN,
    automaticDeserialization: false,
    enableTelemetry: false,
    retry: { retries, backoff: () => 50 },
    signal,
  });
}
