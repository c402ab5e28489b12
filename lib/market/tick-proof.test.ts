import { beforeAll, describe, expect, it } from "vitest";
import { readTickProof, signTick } from "@/lib/market/tick-proof";

const RECEIVED_MS = 1_795_000_000_000;
const TICK = { symbol: "BTCUSDT", last: "84017.5", receivedMs: RECEIVED_MS };

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

const read = (proof: string, symbol = "BTCUSDT", nowMs = RECEIVED_MS + 180) =>
  readTickProof(proof, { symbol, nowMs });

describe("readTickProof", () => {
  it("tells the age and price of the tick", () => {
    expect(read(signTick(TICK))).toEqual({ ageMs: 180, last: "84017.5" });
  });

  it.each([
    ["of another symbol", () => read(signTick(TICK), "ETHUSDT")],
    ["with a later time", () => read(signTick(TICK).replace(/^1795000000000/, "1795000000100"))],
    ["with another price", () => read(signTick(TICK).replace("84017.5", "84010.5"))],
    ["with no signature", () => read(`${RECEIVED_MS}.84017.5.`)],
    ["that is text", () => read("trust me")],
    ["that is too old", () => read(signTick(TICK), "BTCUSDT", RECEIVED_MS + 61_000)],
  ])("refuses one %s", (_, attempt) => {
    expect(attempt).toThrow("not the signature of a tick");
  });
});
