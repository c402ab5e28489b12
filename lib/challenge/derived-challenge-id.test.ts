import { beforeAll, expect, it } from "vitest";
import { includedChallengeId } from "@/lib/challenge/derived-challenge-id";

beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1",
    UPSTASH_REDIS_REST_TOKEN: "none",
    QSTASH_TOKEN: "none",
    QSTASH_CURRENT_SIGNING_KEY: "sig_none_current_key",
    QSTASH_NEXT_SIGNING_KEY: "sig_none_next_key",
    CRON_SECRET: "fixture-cron-secret",
    NEXTAUTH_SECRET: "fixture-secret-of-sessions-0123456789",
  });
});

const at = (day: string) => new Date(`${day}T12:00:00Z`);

it("is one for each user and month, and names neither", () => {
  const id = includedChallengeId("cm3user0001", at("2026-11-05"));
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(includedChallengeId("cm3user0001", at("2026-11-30"))).toBe(id);
  const others = [
    includedChallengeId("cm3user0001", at("2026-12-01")),
    includedChallengeId("cm3user0002", at("2026-11-05")),
  ];
  expect(new Set([id, ...others]).size).toBe(3);
});
