import "server-only";
import { isLoopback } from "@/lib/infra/env/is-loopback";
import { SHIPPED_SECRETS } from "@/lib/infra/env/shipped-secrets";

const MIN_SECRET_LENGTH = 16;
const MIN_SECRET_CHARS = 8;

const SECRETS = [
  "UPSTASH_REDIS_REST_TOKEN",
  "QSTASH_TOKEN",
  "QSTASH_CURRENT_SIGNING_KEY",
  "QSTASH_NEXT_SIGNING_KEY",
  "CRON_SECRET",
  "METRICS_TOKEN",
  "NEXTAUTH_SECRET",
  "PAYSTACK_SECRET_KEY",
  "RESEND_API_KEY",
  "GOOGLE_CLIENT_SECRET",
  "GITHUB_CLIENT_SECRET",
] as const;

/** External services, whose emulators use plain HTTP. */
const PROVIDER_URLS = [
  "PAYSTACK_URL",
  "GOOGLE_URL",
  "GITHUB_URL",
  "GITHUB_API_URL",
  "RESEND_URL",
  "PUSH_SERVICE_URL",
  "SENTRY_DSN",
  "BYBIT_WS_URL",
  "BYBIT_REST_URL",
] as const;

/** Services that may run beside the server, in its own network. */
const SIDECAR_URLS = ["QSTASH_URL", "UPSTASH_REDIS_REST_URL"] as const;

/** The part of the environment that is checked. */
type Settings = {
  NODE_ENV: string;
  APP_URL: string;
  VERCEL?: string | undefined;
  DATABASE_URL: string;
  DEV_MAILBOX: string;
  WEBHOOKS_TO_LOOPBACK: string;
  RATE_LIMIT_FACTOR: number;
  LATENCY_GUARD_FACTOR: number;
} & Record<(typeof SIDECAR_URLS)[number], string> &
  Partial<Record<(typeof SECRETS)[number] | (typeof PROVIDER_URLS)[number], string>>;

/**
 * Settings that are not allowed if others can reach the server: published, weak or reused secrets, and
 * switches for development. Each problem names its variable and never its value. Empty for a server that only
 * its own machine can reach.
 */
export function findProductionProblems(env: Settings, given: Record<string, string | undefined>): string[] {
  if (env.NODE_ENV !== "production" || !isPublic(env)) return [];
  return [...findSwitches(env, given), ...findPlainUrls(env), ...findBadSecrets(env)];
}

/** Whether others can reach the server; always true on Vercel. */
function isPublic({ APP_URL, VERCEL }: Settings): boolean {
  return VERCEL !== undefined || !isLoopback(APP_URL);
}

function findSwitches(env: Settings, given: Record<string, string | undefined>): string[] {
  const tls = given.NODE_TLS_REJECT_UNAUTHORIZED;
  const isTestKey = env.PAYSTACK_SECRET_KEY?.startsWith("sk_test_");
  return [
    ...(env.DEV_MAILBOX === "on" ? ["DEV_MAILBOX shows everybody all mails"] : []),
    ...(env.WEBHOOKS_TO_LOOPBACK === "on"
      ? ["WEBHOOKS_TO_LOOPBACK lets users send to this server's own ports"]
      : []),
    ...(env.RATE_LIMIT_FACTOR !== 1 ? ["RATE_LIMIT_FACTOR weakens every rate limit"] : []),
    ...(env.LATENCY_GUARD_FACTOR !== 1 ? ["LATENCY_GUARD_FACTOR accepts outdated orders"] : []),
    ...(tls === "0" ? ["NODE_TLS_REJECT_UNAUTHORIZED trusts any server"] : []),
    ...(isTestKey ? ["PAYSTACK_SECRET_KEY is a test key, which anybody pays with a test card"] : []),
  ];
}

function findPlainUrls(env: Settings): string[] {
  const isSecure = (url: string) => /^(https|wss):\/\//.test(url);
  const plain = [
    ...(isSecure(env.APP_URL) ? [] : ["APP_URL"]),
    ...PROVIDER_URLS.filter((name) => env[name] !== undefined && !isSecure(env[name])),
    ...SIDECAR_URLS.filter((name) => !isSecure(env[name]) && !isLoopback(env[name])),
  ];
  return plain.map((name) => `${name} must be reached over TLS`);
}

function findBadSecrets(env: Settings): string[] {
  const secrets = SECRETS.flatMap((name) => {
    const value = env[name]?.trim();
    return value === undefined ? [] : [{ name, value }];
  });
  const weak = secrets.flatMap(({ name, value }) => {
    if (SHIPPED_SECRETS.has(value)) return [`${name} is printed in the repository`];
    const isWeak = value.length < MIN_SECRET_LENGTH || new Set(value).size < MIN_SECRET_CHARS;
    return isWeak ? [`${name} is too easily guessed`] : [];
  });
  const reused = secrets.flatMap(({ name, value }, index) => {
    const twin = secrets.slice(0, index).find((other) => other.value === value);
    return twin ? [`${name} is the same as ${twin.name}`] : [];
  });
  const { password, searchParams } = new URL(env.DATABASE_URL);
  const isShipped = [decodeURIComponent(password), ...searchParams.getAll("password")].some((one) =>
    SHIPPED_SECRETS.has(one),
  );
  return [
    ...weak,
    ...reused,
    ...(isShipped ? ["DATABASE_URL has a password that is printed in the repository"] : []),
  ];
}
