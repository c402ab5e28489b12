import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { assertDemoAllowed } from "@/prisma/seed/assert-demo-allowed";

const LOCAL = {
  APP_URL: "http://localhost:3000",
  DATABASE_URL: "postgresql://terminal:secret@127.0.0.1:5432/tz",
};

it.each([
  "postgresql://a:b@127.0.0.1:5432/tz",
  "postgresql://a:b@localhost/tz",
  "postgresql://a:b@[::1]:5432/tz",
  "postgresql://a:b@db:5432/tz",
  "postgresql:///tz?host=/var/run/postgresql",
])("seeds the demo into %s", (url) => {
  expect(() => assertDemoAllowed({ ...LOCAL, DATABASE_URL: url })).not.toThrow();
});

it.each([
  ["APP_URL", "https://terminal-zero.example"],
  ["APP_URL", "http://192.168.1.5:3000"],
  ["APP_URL", "https://localhost.evil.test"],
  ["DATABASE_URL", "postgresql://a:b@db.internal:5432/tz"],
  ["DATABASE_URL", "postgresql://a:b@10.0.0.5:5432/tz"],
  ["DATABASE_URL", "postgresql://a:b@localhost/tz?host=db.internal"],
  ["DATABASE_URL", "postgresql://a:b@[2001:db8::1]/tz"],
  ["VERCEL", "1"],
])("rejects %s=%s and names it without its value", (name, value) => {
  const seed = () => assertDemoAllowed({ ...LOCAL, [name]: value });
  expect(seed).toThrow(name);
  if (value.length > 3) expect(seed).not.toThrow(value);
});

const secret = () => randomBytes(24).toString("hex");

it("the seed itself ends with the reason before it touches the database", () => {
  const command = [
    "--conditions=react-server",
    "--import",
    "tsx",
    "prisma/seed/seed.ts",
    "--scenario",
    "demo",
  ];
  const { status, stderr } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    env: {
      ...process.env,
      NODE_ENV: "production",
      APP_URL: "https://terminal-zero.example",
      DATABASE_URL: "postgresql://user:printed-nowhere@127.0.0.1:1/tz",
      UPSTASH_REDIS_REST_URL: "https://eu1.upstash.io",
      UPSTASH_REDIS_REST_TOKEN: secret(),
      QSTASH_TOKEN: secret(),
      QSTASH_CURRENT_SIGNING_KEY: secret(),
      QSTASH_NEXT_SIGNING_KEY: secret(),
      CRON_SECRET: secret(),
      NEXTAUTH_SECRET: secret(),
    },
  });
  expect(stderr).toContain("APP_URL is a public address");
  expect(status).toBe(1);
});
