import "server-only";
import { z } from "zod";
import { findProductionProblems } from "@/lib/infra/env/find-production-problems";

const url = z.string().regex(/^(https?|wss?|postgres(ql)?):\/\//, "must be a URL");
const secret = z.string().min(16, "must have at least 16 characters");
const planCode = z.string().regex(/^PLN_\w+$/, "must begin with PLN_");
const seconds = z.coerce.number().int().positive();

/** Every variable that the product reads; `.env.example` documents them. */
const envSchema = z.object({
  /** Set by Next and the tests. Without it a process has to fulfil the requirements of production. */
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  APP_URL: url.default("http://localhost:3000"),
  DATABASE_URL: url,
  UPSTASH_REDIS_REST_URL: url,
  UPSTASH_REDIS_REST_TOKEN: z.string().min(1),
  QSTASH_URL: url.default("https://qstash.upstash.io"),
  QSTASH_TOKEN: z.string().min(1),
  QSTASH_CURRENT_SIGNING_KEY: secret,
  QSTASH_NEXT_SIGNING_KEY: secret,
  CRON_SECRET: secret,
  METRICS_TOKEN: secret.optional(),
  NEXTAUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
  BYBIT_WS_URL: url.default("wss://stream.bybit.com/v5/public/linear"),
  BYBIT_REST_URL: url.default("https://api.bybit.com"),
  MARKET_KIND: z.enum(["live", "simulated", "replay"]).default("live"),
  MARKET_ID: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, "must be a lower-case name")
    .default("bybit"),
  MARKET_NAME: z.string().min(1).default("Bybit"),
  /** The offered symbols; empty for all of the venue's. */
  MARKET_SYMBOLS: z
    .string()
    .default("*")
    .transform((text) =>
      text.trim() === "*" ? [] : [...new Set(text.split(",").map((part) => part.trim()))],
    )
    .pipe(z.array(z.string().regex(/^[A-Z0-9]{2,30}$/))),
  S3_BUCKET: z.string().min(1).optional(),
  S3_ENDPOINT: url.optional(),
  S3_REGION: z.string().min(1).default("us-east-1"),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  SAMPLE_ACCOUNT: z.literal("1").optional(),
  PUBLISH_INTERVAL_MS: z.coerce.number().int().min(100).max(1_000).default(100),
  INGEST_SHARDS: z.coerce.number().int().min(1).max(64).default(1),
  INGEST_LEASE_MS: z.coerce.number().int().min(2_000).default(5_000),
  INGEST_RUN_SECONDS: seconds.max(780).default(280),
  STREAM_MAX_SECONDS: seconds.max(86_400).default(280),
  STREAMS_PER_IP: z.coerce.number().int().positive().default(50),
  STREAM_OPENINGS_PER_MINUTE: z.coerce.number().int().positive().default(300),
  CLIENT_IP_HEADER: z.string().optional(),
  SENTRY_DSN: z
    .string()
    .regex(/^https?:\/\/\w+@[^/]+\/\d+$/, "must be a DSN")
    .optional(),
  SENTRY_RELEASE: z.string().default("development"),
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().default(""),
  OTEL_SERVICE_NAME: z.string().min(1).default("terminal-zero"),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  RESEND_API_KEY: z.string().optional(),
  RESEND_URL: url.default("https://api.resend.com"),
  MAIL_FROM: z.string().default("Terminal Zero <no-reply@terminal-zero.local>"),
  /** Shown on /contact. */
  OPERATOR_NAME: z.string().optional(),
  CONTACT_EMAIL: z.email().optional(),
  DEV_MAILBOX: z.enum(["on", "off"]).default("off"),
  WEBHOOKS_TO_LOOPBACK: z.enum(["on", "off"]).default("off"),
  PUSH_SERVICE_URL: url.optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_URL: url.default("https://accounts.google.com"),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GITHUB_URL: url.default("https://github.com"),
  GITHUB_API_URL: url.default("https://api.github.com"),
  REDIS_TIMEOUT_MS: z.coerce.number().int().positive().default(250),
  DATABASE_TIMEOUT_FACTOR: z.coerce.number().int().positive().default(1),
  RATE_LIMIT_FACTOR: z.coerce.number().int().positive().default(1),
  LATENCY_GUARD_FACTOR: z.coerce.number().int().positive().default(1),
  PAYSTACK_SECRET_KEY: z
    .string()
    .regex(/^sk_(test|live)_\w+$/, "must begin with sk_test_ or sk_live_")
    .optional(),
  PAYSTACK_URL: url.default("https://api.paystack.co"),
  PAYSTACK_PLAN_PRO: planCode.optional(),
  PAYSTACK_PLAN_ELITE: planCode.optional(),
  PAYSTACK_CURRENCY: z.enum(["NGN", "GHS", "KES", "ZAR", "USD"]).default("USD"),
  /** Set by Vercel, whose proxy writes the client IP into `x-real-ip`. */
  VERCEL: z.string().optional(),
});
export type Env = z.infer<typeof envSchema>;

/**
 * Parses and validates the environment.
 *
 * @throws Error listing each variable that is missing, wrong or unsafe in production, never its value.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const isProduction = given.NODE_ENV === undefined || given.NODE_ENV === "production";
  if (isProduction && given.QSTASH_DEV !== undefined) {
    throw new Error(
      "QSTASH_DEV is set in production: it would accept messages signed with a public key. Unset it.",
    );
  }
  const parsed = envSchema.safeParse(given);
  if (parsed.success) {
    const problems = findProductionProblems(parsed.data, given);
    if (problems.length === 0) return parsed.data;
    throw new Error(
      `The environment is not safe for a public address: ${problems.join("; ")}. See .env.example.`,
    );
  }
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return given[name] === undefined ? `${name} is not set` : `${name} ${issue.message}`;
  });
  throw new Error(`The environment is not usable: ${problems.join("; ")}. See .env.example.`);
}

let cached: Env | undefined;

/** The validated environment of this process; read once, at the first use. */
export function getEnv(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}
