import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { GET } from "@/app/api/markets/route";
import { getHub } from "@/lib/market/stream/hub";
import { marketsSchema } from "@/lib/schemas/market/market-responses";
import { startTrading, type TradingWorld } from "@/tests/support/start-trading";

let world: TradingWorld;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT", "ETHUSDT"], withVenue: false, routes: {} });
});
afterAll(() => world.close());

const ask = () => GET(new Request("http://localhost:3000/api/markets"));
const read = async () => marketsSchema.parse(await (await ask()).json()).markets;

it("has the newest figures of each market that has a price, small and for shared caches", async () => {
  expect(await read()).toEqual([]);
  await world.setMarket("BTCUSDT", 97_000.5);
  await vi.waitFor(
    async () => expect(await read()).toEqual([["BTCUSDT", "97000.5", null, null, "0.0001"]]),
    60_000,
  );
  await world.setMarket("ETHUSDT", 3_000);
  await vi.waitFor(
    async () => expect((await read()).map(([symbol]) => symbol)).toEqual(["BTCUSDT", "ETHUSDT"]),
    60_000,
  );
  const response = await ask();
  expect(response.headers.get("cache-control")).toBe("public, s-maxage=2");
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("x-request-id")).toBeNull();
});

it("is read once for all who ask in the same second", async () => {
  const frames = vi.spyOn(getHub(), "frames");
  const texts = await Promise.all(Array.from({ length: 50 }, async () => (await ask()).text()));
  expect(frames.mock.calls.length).toBeLessThanOrEqual(1);
  expect(new Set(texts).size).toBe(1);
  frames.mockRestore();
});
