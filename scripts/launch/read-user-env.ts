import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/** Variables that switch a service from its emulator to the real one, and the product's own settings. */
const NAMES =
  /^(DATABASE_URL|UPSTASH_REDIS_REST_(URL|TOKEN)|QSTASH_\w+|PAYSTACK_\w+|BYBIT_(WS|REST)_URL|MARKET_\w+|CRON_SECRET|NEXTAUTH_\w+|STREAM\w*|INGEST_RUN_SECONDS|CLIENT_IP_HEADER|RATE_LIMIT_FACTOR|LATENCY_GUARD_FACTOR|REDIS_TIMEOUT_MS|RESEND_\w+|SENTRY_\w+|METRICS_TOKEN|OTEL_\w+|MAIL_FROM|OPERATOR_NAME|CONTACT_EMAIL|DEV_MAILBOX|(GOOGLE|GITHUB)_\w+)$/;

/** The user's variables, from `.env`, `.env.local` or the shell, the last one winning; empty means unset. */
export function readUserEnv(): Record<string, string> {
  const found: Record<string, string> = {};
  const sources = [readFile(".env"), readFile(".env.local"), process.env];
  for (const source of sources) {
    for (const [name, value] of Object.entries(source)) {
      if (value && NAMES.test(name)) found[name] = value;
    }
  }
  return found;
}

function readFile(path: string): NodeJS.Dict<string> {
  return existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
}
