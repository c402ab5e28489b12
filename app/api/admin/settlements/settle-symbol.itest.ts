import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as settleRoute } from "@/app/api/admin/settlements/route";
import { getDb } from "@/lib/db/client";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { checkHealth } from "@/lib/market/reference/check-health";
import { fetchKnownInstruments, listInstruments } from "@/lib/market/reference/instruments";
import { placeOrderSchema } from "@/lib/schemas/trading/trading";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";
import { placeOrder } from "@/lib/trading/orders/place-order";
import { closeAllPositions } from "@/lib/trading/portfolio/change-position";
import { resetPortfolio } from "@/lib/trading/portfolio/manage-portfolios";
import { readPortfolioOf } from "@/lib/trading/portfolio/read-portfolio";
import { settleDelisted } from "@/lib/trading/price-path/settle-delisted";
import { createAdmin } from "@/tests/support/create-admin";
import { orderOf, startTrading, type TestTrader, type TradingWorld } from "@/tests/support/start-trading";

const HALF_HOUR_MS = 30 * 60_000;
let world: TradingWorld;
let venue: Server;
let listed: { symbol: string; status: string }[] = [];
let tickSize = "0.1";

/** The venue's list of instruments in the test. */
function toInstrumentRows(): object {
  const list = listed.map(({ symbol, status }) => ({
    symbol,
    status,
    contractType: "LinearPerpetual",
    baseCoin: symbol.replace("USDT", ""),
    quoteCoin: "USDT",
    launchTime: "1584230400000",
    priceScale: "2",
    fundingInterval: 480,
    priceFilter: { tickSize },
    lotSizeFilter: {
      qtyStep: "0.001",
      minOrderQty: "0.001",
      maxOrderQty: "1000",
      maxMktOrderQty: "1000",
      minNotionalValue: "5",
    },
    leverageFilter: { maxLeverage: "100.00" },
  }));
  return {
    retCode: 0,
    retMsg: "OK",
    result: { category: "linear", list, nextPageCursor: "" },
    time: Date.now(),
  };
}

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT", "LTCUSDT"], withVenue: false, routes: {} });
  venue = createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(toInstrumentRows()));
  });
  await new Promise<void>((resolve) => venue.listen(0, "127.0.0.1", resolve));
  process.env.BYBIT_REST_URL = `http://127.0.0.1:${(venue.address() as AddressInfo).port}`;
});
afterAll(async () => {
  venue.close();
  await world.close();
});

async function listAs(statuses: Record<string, string>): Promise<void> {
  listed = Object.entries(statuses).map(([symbol, status]) => ({ symbol, status }));
  await fetchKnownInstruments();
}

async function holdBoth(): Promise<TestTrader> {
  const trader = await world.createTrader();
  for (const symbol of ["BTCUSDT", "LTCUSDT"]) {
    const body = placeOrderSchema.parse(orderOf(trader, { symbol, qty: "1", side: "buy" }));
    await placeOrder(trader.userId, body);
    await expect
      .poll(() =>
        executeMarketOrder({ portfolioId: trader.portfolioId, orderId: body.clientOrderId }).catch(
          () => null,
        ),
      )
      .toMatchObject({ outcome: expect.stringMatching(/done|duplicate/) });
  }
  return trader;
}

const postSettlement = (body: object, cookie: string) =>
  settleRoute(
    new Request("http://localhost:3000/api/admin/settlements", {
      method: "POST",
      headers: { cookie, origin: process.env.APP_URL ?? "", "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );

const symbolsOf = async ({ userId, portfolioId }: TestTrader) =>
  (await readPortfolioOf(userId, portfolioId)).positions.map(({ symbol }) => symbol);

it("a symbol that the venue drops is closed at once and settled after half an hour, by its newest word", async () => {
  await world.setMarket("BTCUSDT", 1_000);
  await world.setMarket("LTCUSDT", 100);
  await listAs({ BTCUSDT: "Trading", LTCUSDT: "Trading" });
  const trader = await holdBoth();
  await listAs({ BTCUSDT: "Trading" });
  const { instruments } = await listInstruments();
  expect(instruments).toMatchObject([
    { symbol: "BTCUSDT", status: "Trading" },
    { symbol: "LTCUSDT", status: "Closed", closedMs: expect.any(Number) },
  ]);
  expect((await checkHealth()).delistedPositions).toEqual(["LTCUSDT"]);
  const order = orderOf(trader, { symbol: "LTCUSDT", kind: "limit", price: "90", qty: "1", side: "buy" });
  await expect(placeOrder(trader.userId, placeOrderSchema.parse(order))).rejects.toMatchObject({
    code: "instrument_closed",
  });
  const closing = await closeAllPositions({ ...trader, clientOrderId: "close-all-0001" });
  expect(closing.rejected).toMatchObject([{ symbol: "LTCUSDT", reason: "instrument_closed" }]);
  expect(closing.queued).toMatchObject([{ symbol: "BTCUSDT" }]);
  expect(await settleDelisted(Date.now() + HALF_HOUR_MS - 60_000)).toEqual({ delisted: 0 });
  expect(await symbolsOf(trader)).toContain("LTCUSDT");
  // Listed again before the time is over: nothing is settled, and the time starts again.
  await listAs({ BTCUSDT: "Trading", LTCUSDT: "Trading" });
  expect(await settleDelisted(Date.now() + HALF_HOUR_MS)).toEqual({ delisted: 0 });
  await listAs({ BTCUSDT: "Trading", LTCUSDT: "Delivering" });
  expect(await settleDelisted(Date.now() + HALF_HOUR_MS + 1_000)).toEqual({ delisted: 1 });
  expect(await symbolsOf(trader)).not.toContain("LTCUSDT");
  const entry = await getDb().journalEntry.findFirstOrThrow({
    where: { portfolioId: trader.portfolioId, symbol: "LTCUSDT" },
  });
  expect(entry.exitReason).toBe("delisted");
  expect(await settleDelisted(Date.now() + 2 * HALF_HOUR_MS)).toEqual({ delisted: 0 });
  expect((await checkHealth()).delistedPositions).toEqual([]);
  expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
});

it("a list without any symbol that is traded here closes nothing", async () => {
  await listAs({ BTCUSDT: "Trading", LTCUSDT: "Trading" });
  await expect(listAs({})).rejects.toThrow("named none");
  const { instruments } = await listInstruments();
  expect(instruments.map(({ status }) => status)).toEqual(["Trading", "Trading"]);
});

it("an admin settles by hand what is closed or halted, with a line in the audit log; a reset works meanwhile", async () => {
  await listAs({ BTCUSDT: "Trading", LTCUSDT: "Trading" });
  const [trader, other] = [await holdBoth(), await holdBoth()];

  const { id, cookie } = await createAdmin("admin@example.com");
  const settle = (body: object, as = cookie) => postSettlement(body, as);
  const body = { symbol: "LTCUSDT", price: "95.5", reason: "its chain stands still" };
  expect((await settle(body)).status).toBe(409);
  expect((await settle(body, trader.cookie)).status).toBe(403);
  expect((await settle({ ...body, price: "0" })).status).toBe(400);
  await listAs({ BTCUSDT: "Trading" });
  const offTick = await settle({ ...body, price: "95.55" });
  expect([offTick.status, await offTick.json()]).toMatchObject([
    422,
    { error: { code: "price_off_tick", message: "The price must be a multiple of 0.1." } },
  ]);
  await resetPortfolio(other.userId, other.portfolioId);
  expect(await symbolsOf(other)).toEqual([]);
  expect(await (await settle(body)).json()).toEqual({ settled: 1, failed: 0 });
  expect(await symbolsOf(trader)).toEqual(["BTCUSDT"]);
  const fill = await getDb().trade.findFirstOrThrow({
    where: { portfolioId: trader.portfolioId, purpose: "delisted" },
  });
  expect(fill.price.toFixed()).toBe("95.5");
  const audit = await getDb().auditEntry.findFirstOrThrow({ where: { action: "settle-symbol" } });
  expect(audit).toMatchObject({ adminId: id, target: "symbol:LTCUSDT", reason: body.reason });
});

it("an admin settles at any price on the tick, however small the tick is", async () => {
  tickSize = "0.000000000001";
  await listAs({ BTCUSDT: "Trading", LTCUSDT: "Trading" });
  const trader = await holdBoth();
  await listAs({ BTCUSDT: "Trading" });
  const { cookie } = await createAdmin("second-admin@example.com");
  const settle = (price: string) =>
    postSettlement({ symbol: "LTCUSDT", price, reason: "its chain stands still" }, cookie);
  expect((await settle("95.1234567890123")).status).toBe(422);
  expect(await (await settle("95.123456789012")).json()).toEqual({ settled: 1, failed: 0 });
  const fill = await getDb().trade.findFirstOrThrow({
    where: { portfolioId: trader.portfolioId, purpose: "delisted" },
  });
  expect(fill.price.toFixed()).toBe("95.123456789012");
  expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
});
