import { startBybit } from "@/emulators/bybit/start-bybit";
import { startPaystack } from "@/emulators/paystack/start-paystack";
import { startPush } from "@/emulators/push/start-push";
import { startQstash } from "@/emulators/qstash/start-qstash";
import { startSentry } from "@/emulators/sentry/start-sentry";
import { startUpstashRedis } from "@/emulators/upstash-redis/start-upstash-redis";

/** Which emulators to start: those whose real service is not configured. */
export type CloudOptions = {
  redis: boolean;
  qstash: boolean;
  /** The webhook URL of payments; null when the real service is configured. */
  paystack: { appUrl: string } | null;
  sentry: boolean;
  push: boolean;
  /** Null when the real venue is shown; a recording in `replay` comes before the seeded market. */
  venue: { seed: number; replay: string[]; speed: number } | null;
};

/** Running emulators. Each has its fault switches at `/__control` of its URL in `env`. */
export type Cloud = {
  /** The variables that point the product at the emulators. */
  env: Record<string, string>;
  close: () => Promise<void>;
};

/** Starts the emulators of the hosted services on free ports, in this process. The only list of emulators. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const env: Record<string, string> = {};
  const closers: (() => Promise<void>)[] = [];
  if (options.redis) {
    const redis = await startUpstashRedis({});
    env.UPSTASH_REDIS_REST_URL = redis.url;
    env.UPSTASH_REDIS_REST_TOKEN = redis.token;
    closers.push(redis.close);
  }
  if (options.qstash) {
    const qstash = await startQstash({});
    env.QSTASH_URL = qstash.url;
    env.QSTASH_TOKEN = qstash.token;
    env.QSTASH_CURRENT_SIGNING_KEY = qstash.currentSigningKey;
    env.QSTASH_NEXT_SIGNING_KEY = qstash.nextSigningKey;
    closers.push(qstash.close);
  }
  if (options.paystack) {
    const paystack = await startPaystack({ webhookUrl: `${options.paystack.appUrl}/api/pay/webhook` });
    env.PAYSTACK_URL = paystack.url;
    env.PAYSTACK_SECRET_KEY = paystack.secretKey;
    closers.push(paystack.close);
  }
  if (options.sentry) {
    const sentry = await startSentry();
    env.SENTRY_DSN = sentry.dsn;
    closers.push(sentry.close);
  }
  if (options.push) {
    const push = await startPush();
    env.PUSH_SERVICE_URL = push.url;
    closers.push(push.close);
  }
  if (options.venue) {
    const { seed, replay, speed } = options.venue;
    const venue = await startBybit(replay.length > 0 ? { replay, speed } : { seed });
    env.BYBIT_WS_URL = venue.wsUrl;
    env.BYBIT_REST_URL = venue.restUrl;
    env.MARKET_KIND = venue.source.kind;
    env.MARKET_ID = venue.source.id;
    env.MARKET_NAME = venue.source.name;
    closers.push(venue.close);
  }
  return {
    env,
    close: async () => {
      await Promise.all(closers.map((close) => close()));
    },
  };
}
