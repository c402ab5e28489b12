import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rankMarket, toCoin } from "@/components/terminal/market/rank-market";

const market = (baseCoin: string, name = "") => ({ symbol: `${baseCoin}USDT`, baseCoin, name });
const MARKETS = [
  market("BTC", "Bitcoin"),
  market("BCH", "Bitcoin Cash"),
  market("1000PEPE"),
  market("PEPECOIN"),
  market("SHIB1000"),
  market("ETH", "Ethereum"),
  market("ETHFI"),
  market("STETH"),
  market("1INCH", "1inch"),
  market("1000000BABYDOGE"),
  market("DOGE", "Dogecoin"),
];

/** Bases that a search finds, best first. */
function find(search: string): string[] {
  const ranked = MARKETS.map((one) => ({ base: one.baseCoin, rank: rankMarket(one, search) }));
  return ranked
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ base }) => base);
}

test.each([
  ["pepe", ["1000PEPE", "PEPECOIN"]],
  ["shib", ["SHIB1000"]],
  ["shib1000usdt", ["SHIB1000"]],
  ["eth", ["ETH", "ETHFI", "STETH"]],
  ["btc", ["BTC"]],
  ["btc/usdt", ["BTC"]],
  ["BTC-USDT", ["BTC"]],
  ["bitcoin", ["BTC", "BCH"]],
  ["bitcoin cash", ["BCH"]],
  ["cash", ["BCH"]],
  ["doge", ["DOGE", "1000000BABYDOGE"]],
  ["1000", ["1000PEPE", "1000000BABYDOGE", "SHIB1000"]],
  ["1inch", ["1INCH"]],
  ["nothing", []],
])("%s finds %j in this order", (search, bases) => {
  expect(find(search)).toEqual(bases);
});

test("an empty search, or one without letters and digits, finds all", () => {
  expect(find(" ")).toHaveLength(MARKETS.length);
  expect(find("/-.")).toHaveLength(MARKETS.length);
});

describe("the coin of a base coin", () => {
  const letters = fc.stringMatching(/^[A-Z]{2,8}$/);
  const multiple = fc.constantFrom("1000", "10000", "1000000");

  test("is found behind any multiple, before or after it", () => {
    fc.assert(
      fc.property(letters, multiple, (coin, times) => {
        expect(toCoin(times + coin)).toBe(coin);
        expect(toCoin(coin + times)).toBe(coin);
        expect(rankMarket(market(times + coin), coin.toLowerCase())).toBe(0);
      }),
    );
  });

  test("is the base coin where digits are part of its name", () => {
    for (const coin of ["1INCH", "C98", "AI16Z", "0G", "A2Z", "L3", "RSS3"]) expect(toCoin(coin)).toBe(coin);
  });
});

test("a market is found by every part of its symbol, however it is written", () => {
  const symbol = fc.stringMatching(/^[A-Z0-9]{2,10}$/);
  fc.assert(
    fc.property(symbol, fc.nat(8), fc.integer({ min: 1, max: 8 }), (base, from, length) => {
      const part = `${base}USDT`.slice(from, from + length);
      fc.pre(part !== "");
      expect(rankMarket(market(base), part.toLowerCase())).not.toBeNull();
    }),
  );
});
