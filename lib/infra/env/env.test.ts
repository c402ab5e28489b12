import { describe, expect, it } from "vitest";
import { parseEnv } from "@/lib/infra/env/env";

const USABLE = {
  DATABASE_URL: "postgresql://user:pass@localhost:5432/tz",
  UPSTASH_REDIS_REST_URL: "http://localhost:8079",
  UPSTASH_REDIS_REST_TOKEN: "token",
  QSTASH_TOKEN: "token",
  QSTASH_CURRENT_SIGNING_KEY: "sig_0123456789abcdef",
  QSTASH_NEXT_SIGNING_KEY: "sig_fedcba9876543210",
  CRON_SECRET: "0123456789abcdef",
  NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
};

describe("parseEnv", () => {
  it("fills in what has a default, and takes an empty value as unset", () => {
    const env = parseEnv({ ...USABLE, MARKET_NAME: "", MARKET_SYMBOLS: "BTCUSDT, ETHUSDT,BTCUSDT" });
    expect(env).toMatchObject({
      MARKET_KIND: "live",
      MARKET_NAME: "Bybit",
      MARKET_SYMBOLS: ["BTCUSDT", "ETHUSDT"],
      BYBIT_REST_URL: "https://api.bybit.com",
    });
  });

  it.each(Object.keys(USABLE))("names %s when it is missing", (name) => {
    expect(() => parseEnv({ ...USABLE, [name]: undefined })).toThrow(`${name} is not set`);
  });

  it("names a wrong variable without repeating its value", () => {
    expect(() => parseEnv({ ...USABLE, CRON_SECRET: "hunter2" })).toThrow(/^(?!.*hunter2).*CRON_SECRET/);
  });

  it("rejects QStash's development mode in production", () => {
    for (const NODE_ENV of ["production", "", undefined]) {
      expect(() => parseEnv({ ...USABLE, NODE_ENV, QSTASH_DEV: "true" })).toThrow("QSTASH_DEV");
    }
  });
});
