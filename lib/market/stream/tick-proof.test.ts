import { beforeAll, describe, expect, it } from "vitest";
import { readTickProof, signShownPrices } from "@/lib/market/stream/tick-proof";
import { formatShownPrices, formatTickProof } from "@/lib/stream/tick-proof-text";

const AT_MS = 1_795_000_000_000;
const PRICES = [
  { symbol: "BTCUSDT", last: "84017.5" },
  { symbol: "SHIB1000USDT", last: "0.012" },
];

function prove(prices = PRICES): string {
  const mac = signShownPrices(formatShownPrices(AT_MS, prices));
  return formatTickProof({ atMs: AT_MS, mac, prices });
}

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

const read = (proof: string, symbol = "BTCUSDT", nowMs = AT_MS + 180) =>
  readTickProof(proof, { symbol, nowMs });

describe("readTickProof", () => {
  it.each(PRICES)(
    "gives the age and price of each symbol of the publication: $symbol",
    ({ symbol, last }) => {
      expect(read(prove(), symbol)).toEqual({ ageMs: 180, last });
    },
  );

  it.each([
    ["of another symbol", () => read(prove(), "ETHUSDT")],
    ["with a later time", () => read(prove().replace("1795000000000", "1795000000100"))],
    ["with another price", () => read(prove().replace("84017.5", "84010.5"))],
    ["with another price of a symbol beside it", () => read(prove().replace("0.012", "0.013"))],
    ["with a symbol left out", () => read(prove().replace(",SHIB1000USDT:0.012", ""))],
    ["with no signature", () => read(`.${AT_MS}.BTCUSDT:84017.5`)],
    ["with a signature of another length", () => read(`abc.${AT_MS}.BTCUSDT:84017.5`)],
    ["that is text", () => read("trust me")],
    ["that is too old", () => read(prove(), "BTCUSDT", AT_MS + 61_000)],
  ])("rejects one %s", (_, attempt) => {
    expect(attempt).toThrow("not the signature of a published price");
  });
});
