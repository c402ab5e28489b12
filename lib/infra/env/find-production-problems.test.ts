import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/infra/env/env";

const SECRETS = {
  UPSTASH_REDIS_REST_TOKEN: "AXy7redisTokenQ1w2e3r4",
  QSTASH_TOKEN: "ey7qstashTokenZ9x8c7v6",
  QSTASH_CURRENT_SIGNING_KEY: "sig_Hq82kd93nd72hs6",
  QSTASH_NEXT_SIGNING_KEY: "sig_Pw03lf84mc61gt5",
  CRON_SECRET: "b7f3a9c2e4d85160",
  NEXTAUTH_SECRET: "8c1f6e0b2d9a47355e7c9b1a3f8d2460",
};
const SAFE = {
  ...SECRETS,
  NODE_ENV: "production",
  APP_URL: "https://terminal-zero.example",
  DATABASE_URL: "postgresql://user:Zk3-unprinted@db.internal:5432/tz",
  UPSTASH_REDIS_REST_URL: "https://eu1.upstash.io",
};

const problemsOf = (changes: Record<string, string | undefined>) => {
  try {
    parseEnv({ ...SAFE, ...changes });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

it("starts with secrets of one's own and nothing of development", () => {
  expect(problemsOf({})).toBeNull();
  expect(problemsOf({ SENTRY_DSN: "https://key@o1.ingest.sentry.io/1", DEV_MAILBOX: "off" })).toBeNull();
  expect(problemsOf({ UPSTASH_REDIS_REST_URL: "http://127.0.0.1:8079", RATE_LIMIT_FACTOR: "1" })).toBeNull();
});

describe("at a public address production rejects", () => {
  it.each([
    ["DEV_MAILBOX", "on"],
    ["WEBHOOKS_TO_LOOPBACK", "on"],
    ["QSTASH_DEV", "true"],
    ["QSTASH_DEV", "0"],
    ["RATE_LIMIT_FACTOR", "100"],
    ["LATENCY_GUARD_FACTOR", "10"],
    ["NODE_TLS_REJECT_UNAUTHORIZED", "0"],
    ["PAYSTACK_SECRET_KEY", "sk_test_Zk38fj29dkq72hsu"],
    ["PAYSTACK_URL", "http://127.0.0.1:4000"],
    ["GOOGLE_URL", "http://localhost:4000"],
    ["GITHUB_URL", "http://github.internal"],
    ["GITHUB_API_URL", "http://github.internal"],
    ["RESEND_URL", "http://mail.internal"],
    ["BYBIT_WS_URL", "ws://127.0.0.1:1"],
    ["BYBIT_REST_URL", "http://127.0.0.1:1"],
    ["SENTRY_DSN", "http://key@127.0.0.1:9000/1"],
    ["QSTASH_URL", "http://queue.internal:8080"],
    ["UPSTASH_REDIS_REST_URL", "http://redis.internal:8079"],
    ["APP_URL", "http://terminal-zero.example"],
    ["CRON_SECRET", "aaaaaaaaaaaaaaaaaaaa"],
    ["UPSTASH_REDIS_REST_TOKEN", "short"],
    ["QSTASH_TOKEN", "none"],
    ["CRON_SECRET", ` ${"fixture-cron-secret"} `],
    ["CRON_SECRET", SECRETS.NEXTAUTH_SECRET],
    ["METRICS_TOKEN", SECRETS.CRON_SECRET],
    ["QSTASH_NEXT_SIGNING_KEY", SECRETS.QSTASH_CURRENT_SIGNING_KEY],
    ["DATABASE_URL", "postgresql://terminal:terminal-local@db.internal:5432/tz"],
    ["DATABASE_URL", "postgresql://terminal:terminal%2dlocal@db.internal:5432/tz"],
    ["DATABASE_URL", "postgresql://db.internal/tz?user=terminal&password=terminal-local"],
  ])("%s=%s, and names it without its value", (name, value) => {
    const message = problemsOf({ [name]: value });
    expect(message).toContain(name);
    if (value.length > 3) expect(message).not.toContain(value.trim());
  });

  it("all of it at once", () => {
    const message = problemsOf({
      DEV_MAILBOX: "on",
      CRON_SECRET: "local-cron-secret-0000",
      RATE_LIMIT_FACTOR: "2",
    });
    for (const name of ["DEV_MAILBOX", "CRON_SECRET", "RATE_LIMIT_FACTOR"]) expect(message).toContain(name);
  });
});

it.each(["", undefined])("a process that says NODE_ENV=%j is held to the same", (NODE_ENV) => {
  expect(problemsOf({ NODE_ENV, DEV_MAILBOX: "on" })).toContain("DEV_MAILBOX");
});

const DEVELOPMENT = { DEV_MAILBOX: "on", CRON_SECRET: "local-cron-secret-0000" };

it.each(["http://localhost:3000", "http://127.0.0.1:3000", "http://127.0.0.53", "http://[::1]:3000"])(
  "%s is reached by its own machine alone, which may use what is shipped",
  (url) => {
    expect(problemsOf({ ...DEVELOPMENT, APP_URL: url })).toBeNull();
    expect(problemsOf({ ...DEVELOPMENT, APP_URL: url, VERCEL: "1" })).toContain("DEV_MAILBOX");
  },
);

it.each([
  "https://localhost.evil.test",
  "https://127.0.0.1.nip.io",
  "https://0.0.0.0",
  "https://192.168.1.5",
  "https://[::2]",
])("%s is a public address", (url) => {
  expect(problemsOf({ ...DEVELOPMENT, APP_URL: url })).toMatch(/DEV_MAILBOX.*CRON_SECRET/);
});

it("knows every secret that is printed in the repository", () => {
  const files = ["emulators", "scripts", "ops", "tests", "bench", "lib", "docs", "prisma"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
    )
    .filter(
      (file) =>
        /\.(ts|mjs|md|json|yml)$/.test(file) && !/node_modules|generated|production-problems/.test(file),
    );
  const names = Object.keys({ ...SECRETS, METRICS_TOKEN: "", PAYSTACK_SECRET_KEY: "", RESEND_API_KEY: "" });
  const assigned = new RegExp(
    `(${names.join("|")})["']?\\s*[:=]\\s*(?:["']|\\$\\{\\w+:-)([^"'}\\s]+)["'}]`,
    "g",
  );
  const printed = [...files, "docker-compose.yml", ".env.example", "README.md", "CONTRIBUTING.md"].flatMap(
    (file) =>
      [...readFileSync(file, "utf8").matchAll(assigned)].map(([, name = "", value = ""]) => ({
        file,
        name,
        value,
      })),
  );
  expect(printed.length).toBeGreaterThan(20);
  const isReference = (value: string) => /^(\$|arn:)/.test(value);
  const accepted = printed.filter(
    ({ name, value }) => !isReference(value) && !(problemsOf({ [name]: value }) ?? "").includes(name),
  );
  expect(accepted).toEqual([]);
});
