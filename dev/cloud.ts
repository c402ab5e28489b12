import { startBybit } from "@/dev/bybit/start-bybit";
import { startQstash } from "@/dev/qstash/start-qstash";
import { startUpstashRedis } from "@/dev/upstash-redis/start-upstash-redis";

/** Which stand-ins to start: those whose real service is not configured. */
export type CloudOptions = {
  redis: boolean;
  qstash: boolean;
  /** Null when the real venue is shown. */
  venue: { seed: number; replay: string[]; speed: number } | null;
};

/**
 * `tsx dev/cloud.ts OPTIONS`: all hosted services of the product in one process, as local stand-ins. Prints
 * one line of JSON when they are ready: the environment that points the product at them.
 */
async function main(options: CloudOptions): Promise<void> {
  const env: Record<string, string> = {};
  if (options.redis) {
    const redis = await startUpstashRedis({});
    env.UPSTASH_REDIS_REST_URL = redis.url;
    env.UPSTASH_REDIS_REST_TOKEN = redis.token;
  }
  if (options.qstash) {
    const qstash = await startQstash({});
    env.QSTASH_URL = qstash.url;
    env.QSTASH_TOKEN = qstash.token;
    env.QSTASH_CURRENT_SIGNING_KEY = qstash.currentSigningKey;
    env.QSTASH_NEXT_SIGNING_KEY = qstash.nextSigningKey;
  }
  if (options.venue) {
    const { seed, replay, speed } = options.venue;
    const venue = await startBybit(replay.length > 0 ? { replay, speed } : { seed });
    env.BYBIT_WS_URL = venue.wsUrl;
    env.BYBIT_REST_URL = venue.restUrl;
    env.MARKET_KIND = venue.source.kind;
    env.MARKET_ID = venue.source.id;
    env.MARKET_NAME = venue.source.name;
  }
  console.log(JSON.stringify(env));
}

await main(JSON.parse(process.argv[2] ?? "") as CloudOptions);
