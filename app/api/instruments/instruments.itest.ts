import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET } from "@/app/api/instruments/route";
import { type Bybit, startBybit } from "@/emulators/bybit/start-bybit";
import { fetchKnownInstruments, listInstruments } from "@/lib/market/reference/instruments";
import { listTradingInstruments } from "@/lib/market/reference/list-trading-instruments";
import { listRiskLimits } from "@/lib/market/reference/risk-limits";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

let services: TestServices;
let venue: Bybit;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  venue = await startBybit({ seed: 3 });
  Object.assign(process.env, {
    BYBIT_REST_URL: venue.restUrl,
    MARKET_KIND: "simulated",
    MARKET_ID: venue.source.id,
    MARKET_SYMBOLS: "*",
  });
});
afterAll(async () => {
  await venue.close();
  await services.close();
});

const find = async (symbol: string) =>
  (await listInstruments()).instruments.find((one) => one.symbol === symbol);

async function control(switches: object): Promise<void> {
  const body = JSON.stringify(switches);
  const response = await fetch(`${venue.restUrl}/__control`, { method: "POST", body });
  expect(response.status).toBe(200);
  await fetchKnownInstruments();
}

it("lists every USDT perpetual of the venue, over all pages, and nothing else of its list", async () => {
  await control({ preLaunch: "AAVEUSDT" });
  const { instruments } = await listInstruments();
  expect(instruments.length).toBeGreaterThan(640);
  expect(instruments.slice(0, 2).map(({ symbol }) => symbol)).toEqual(["BTCUSDT", "ETHUSDT"]);
  expect(
    instruments.every(({ symbol, quoteCoin }) => /^[A-Z0-9]+USDT$/.test(symbol) && quoteCoin === "USDT"),
  ).toBe(true);
  expect(await find("10000ELONUSDT")).toMatchObject({ tickSize: "0.0000000001", priceScale: 10 });
  expect(await find("AAVEUSDT")).toMatchObject({ status: "PreLaunch" });
  expect(await find("AAVEUSDT")).not.toHaveProperty("closedMs");
});

it("takes in what is listed, and closes what is delisted, without a restart", async () => {
  await control({ list: { symbol: "BRANDNEWUSDT" }, delist: "ZRXUSDT" });
  expect(await find("BRANDNEWUSDT")).toMatchObject({ status: "Trading" });
  expect(await find("ZRXUSDT")).toMatchObject({ status: "Closed", closedMs: expect.any(Number) });
  expect((await listTradingInstruments()).get("ZRXUSDT")).toMatchObject({ status: "closed" });
  await control({ list: { symbol: "ZRXUSDT" } });
  expect(await find("ZRXUSDT")).not.toHaveProperty("closedMs");
});

it("knows the venue's risk tiers of all of them, in one packed value of Redis", async () => {
  await expect.poll(async () => (await listRiskLimits()).fetchedAtMs).toBeGreaterThan(0);
  const { bySymbol } = await listRiskLimits();
  const { instruments } = await listInstruments();
  const trading = instruments.filter(
    ({ status, symbol }) => status === "Trading" && symbol !== "BRANDNEWUSDT",
  );
  expect(trading.filter(({ symbol }) => !bySymbol.has(symbol))).toEqual([]);
  for (const { symbol, maxLeverage } of trading) {
    expect(Number(bySymbol.get(symbol)?.tiers[0]?.maxLeverage)).toBeLessThanOrEqual(Number(maxLeverage));
  }
});

it("assumes cautious tiers where the venue has given none: nothing is without a maintenance margin", async () => {
  await control({ list: { symbol: "UNTIEREDUSDT" } });
  const instrument = (await listTradingInstruments()).get("UNTIEREDUSDT");
  expect(instrument?.tiers.length).toBeGreaterThan(1);
  expect(instrument?.tiers.every(({ maintenanceRate }) => maintenanceRate > 0n)).toBe(true);
});

it("responds with what a list of markets needs, small and for shared caches", async () => {
  const response = await GET(new Request("http://localhost:3000/api/instruments"));
  expect(response.headers.get("cache-control")).toContain("s-maxage");
  const text = await response.text();
  const { instruments } = JSON.parse(text) as { instruments: object[] };
  expect(instruments.length).toBeGreaterThan(640);
  expect(instruments[0]).toEqual({
    symbol: "BTCUSDT",
    baseCoin: "BTC",
    name: expect.any(String),
    status: "Trading",
    priceScale: 2,
    tickSize: expect.any(String),
    maxLeverage: expect.any(String),
    fundingMinutes: expect.any(Number),
    launchMs: expect.any(Number),
  });
  expect(gzipSync(text).length).toBeLessThan(20_000);
});

it("responds with everything of the symbols that are named, and leaves out what is not offered", async () => {
  const response = await GET(
    new Request("http://localhost:3000/api/instruments?symbols=ETHUSDT,BTCUSDT,NOTHINGUSDT"),
  );
  const { instruments } = (await response.json()) as { instruments: { symbol: string }[] };
  const offered = (await listInstruments()).instruments;
  const named = offered.filter(({ symbol }) => symbol === "BTCUSDT" || symbol === "ETHUSDT");
  expect(instruments).toEqual(named);
});
