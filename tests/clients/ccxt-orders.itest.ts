import ccxt from "ccxt";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PLANS } from "@/lib/core/challenge/plans";
import { parseDecimal, parseMoney, parsePrice } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { listInstruments } from "@/lib/market/reference/instruments";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { readPortfolioOf } from "@/lib/trading/portfolio/read-portfolio";
import { BTC, type ClientWorld, ETH, startClientWorld } from "@/tests/clients/client-world";
import { type Ccxt, createCcxt } from "@/tests/clients/create-ccxt";
import { createApiKey } from "@/tests/support/create-api-key";
import { until } from "@/tests/support/start-trading";

const PERP = "BTC/USDT:USDT";
const HOUR_MS = 3_600_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ORDER = { acknowledged: true };

let clients: ClientWorld;
let trader: Awaited<ReturnType<ClientWorld["createTrader"]>>;
let exchange: Ccxt;

beforeAll(async () => {
  clients = await startClientWorld();
});
afterAll(() => clients.close());
beforeEach(async () => {
  await clients.world.setMarket("BTCUSDT", BTC);
  await clients.world.setMarket("ETHUSDT", ETH);
  trader = await clients.createTrader();
  exchange = createCcxt({ url: clients.url, ...trader });
  await exchange.loadMarkets();
});

const readOwn = () => readPortfolioOf(trader.userId, trader.portfolioId);

describe("ccxt reads", () => {
  it("1: loads the markets with the instrument's limits", async () => {
    const market = exchange.market(PERP);
    const { instruments } = await listInstruments();
    const instrument = instruments.find(({ symbol }) => symbol === "BTCUSDT");
    expect(market.precision).toMatchObject({ price: 0.1, amount: 0.001 });
    expect(market.limits.cost?.min).toBe(5);
    expect(market.limits.leverage?.max).toBe(Number(instrument?.maxLeverage));
  });

  it("3: reads the time", async () => {
    expect(Math.abs(Number(await exchange.fetchTime()) - Date.now())).toBeLessThan(1_000);
  });

  it("4: reads the balance, flat and with a position", async () => {
    const flat = await exchange.fetchBalance();
    expect([flat.USDT?.total, flat.USDT?.free]).toEqual([10_000, 10_000]);
    await exchange.createOrder(PERP, "market", "buy", 0.01);
    const held = await exchange.fetchBalance();
    const own = await readOwn();
    // ccxt takes the wallet balance for the total; the equity is beside it.
    expect(held.USDT?.total).toBeCloseTo(Number(own.balance), 6);
    expect(Number(held.info.result.list[0].totalEquity)).toBeCloseTo(Number(own.equity), 6);
    expect(held.USDT?.free).toBeCloseTo(Number(own.freeMargin), 6);
    expect(held.USDT?.free).toBeLessThan(Number(held.USDT?.total));
  });

  it("19: reads positions as the desk has them", async () => {
    await exchange.createOrder(PERP, "market", "buy", 0.01);
    await exchange.createOrder("ETH/USDT:USDT", "market", "sell", 0.5);
    const own = await readOwn();
    const positions = await exchange.fetchPositions();
    expect(positions).toHaveLength(2);
    for (const position of positions) {
      const mine = own.positions.find(({ symbol }) => symbol === position.info.symbol);
      expect(position.side).toBe(mine?.side);
      expect(position.contracts).toBe(Number(mine?.qty));
      expect(position.entryPrice).toBe(Number(mine?.entryPrice));
      expect(position.leverage).toBe(Number(mine?.leverage));
      expect(position.liquidationPrice).toBeCloseTo(Number(mine?.liquidationPrice), 6);
      expect(position.collateral).toBeGreaterThan(0);
      expect(position.maintenanceMargin).toBeGreaterThan(0);
    }
  });

  it("24: reads fees, tiers and leverage of a flat symbol", async () => {
    const fee = await exchange.fetchTradingFee(PERP);
    expect([fee.maker, fee.taker]).toEqual([0.0002, 0.00055]);
    expect(Object.keys(await exchange.fetchTradingFees()).length).toBeGreaterThan(0);
    const tiers = await exchange.fetchLeverageTiers([PERP]);
    expect(tiers[PERP]?.length).toBeGreaterThan(1);
    expect((await exchange.fetchLeverage(PERP)).longLeverage).toBe(10);
  });
});

describe("ccxt orders", () => {
  it("5: fills a market order, which is read at once", async () => {
    const made = await exchange.createOrder(PERP, "market", "buy", 0.02);
    expect(made.id).toMatch(UUID);
    const order = await exchange.fetchOrder(made.id, PERP, ORDER);
    expect(order).toMatchObject({ status: "closed", filled: 0.02, average: BTC + 0.1, side: "buy" });
    expect(order.fee?.cost).toBeCloseTo(0.02 * (BTC + 0.1) * 0.00055, 6);
    expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
  });

  it("6, 7, 8: rests, is edited, is cancelled once", async () => {
    const { id } = await exchange.createOrder(PERP, "limit", "buy", 0.01, 90_000, { clientOrderId: "my-1" });
    const [open, ...others] = await exchange.fetchOpenOrders(PERP);
    expect(others).toEqual([]);
    expect(open).toMatchObject({ id, status: "open", clientOrderId: "my-1", price: 90_000 });
    const exits = { stopLoss: 89_000, takeProfit: 99_000 };
    await exchange.editOrder(id, PERP, "limit", "buy", undefined, undefined, exits);
    const amended = await exchange.fetchOpenOrder(id, PERP);
    expect(amended).toMatchObject({ price: 90_000, stopLossPrice: 89_000, takeProfitPrice: 99_000 });
    const edited = await exchange.editOrder(id, PERP, "limit", "buy", 0.02, 91_000);
    expect(edited.id).toBe(id);
    expect(await exchange.fetchOpenOrder(id, PERP)).toMatchObject({ amount: 0.02, price: 91_000 });
    await exchange.cancelOrder(id, PERP);
    await expect(exchange.cancelOrder(id, PERP)).rejects.toThrow(ccxt.OrderNotFound);
    expect(await exchange.fetchOrder(id, PERP, ORDER)).toMatchObject({ status: "canceled", filled: 0 });
  });

  it("9: a stop and a target are orders of the position; cancelling one clears its price", async () => {
    const params = { stopLoss: { triggerPrice: 95_000 }, takeProfit: { triggerPrice: 110_000 } };
    await exchange.createOrder(PERP, "market", "buy", 0.01, undefined, params);
    const position = await exchange.fetchPosition(PERP);
    expect(position).toMatchObject({ stopLossPrice: 95_000, takeProfitPrice: 110_000 });
    const orders = await exchange.fetchOpenOrders(PERP);
    expect(orders.map(({ info }) => info.stopOrderType).sort()).toEqual(["StopLoss", "TakeProfit"]);
    for (const { reduceOnly, info } of orders) {
      expect([reduceOnly, info.orderStatus]).toEqual([true, "Untriggered"]);
    }
    const target = orders.find(({ info }) => info.stopOrderType === "TakeProfit");
    await exchange.cancelOrder(String(target?.id), PERP);
    const after = await exchange.fetchPosition(PERP);
    expect([after.stopLossPrice, after.takeProfitPrice]).toEqual([95_000, undefined]);
    expect((await readOwn()).positions[0]).toMatchObject({ takeProfit: null });
  });

  it("10: accepts a stop alone, both prices of a position, and a trailing stop", async () => {
    await exchange.createOrder(PERP, "market", "buy", 0.01);
    const stop = await exchange.createOrder(PERP, "market", "sell", 0.01, undefined, {
      stopLossPrice: 94_000,
    });
    expect((await exchange.fetchOpenOrders(PERP)).map(({ id }) => id)).toContain(stop.id);
    const both = { stopLossPrice: 93_000, takeProfitPrice: 120_000 };
    await exchange.createOrder(PERP, "market", "sell", 0.01, undefined, both);
    await exchange.createOrder(PERP, "market", "sell", 0.01, undefined, { trailingAmount: 500 });
    const position = await exchange.fetchPosition(PERP);
    expect(position).toMatchObject({ stopLossPrice: 93_000, takeProfitPrice: 120_000 });
    expect(position.info.trailingStop).toBe("500");
  });

  it("11: rejects a trigger on the wrong side", async () => {
    const params = { triggerPrice: 90_000, triggerDirection: "ascending" };
    const order = exchange.createOrder(PERP, "market", "buy", 0.01, undefined, params);
    await expect(order).rejects.toThrow(ccxt.InvalidOrder);
    await expect(order).rejects.toThrow("110092");
  });

  it("12: a post-only order that would take is accepted, and is then cancelled with its reason", async () => {
    const { id } = await exchange.createOrder(PERP, "limit", "buy", 0.01, 100_500, { postOnly: true });
    const order = await exchange.fetchOrder(id, PERP, ORDER);
    expect(order).toMatchObject({ status: "canceled", filled: 0 });
    expect(order.info.rejectReason).toBe("EC_PostOnlyWillTakeLiquidity");
  });

  it("13: rejects quantities that are too small, worth too little, or beyond the balance", async () => {
    const direct = (qty: string, price?: string) =>
      exchange.privatePostV5OrderCreate({
        category: "linear",
        symbol: "BTCUSDT",
        side: "Buy",
        orderType: price ? "Limit" : "Market",
        qty,
        ...(price && { price }),
      });
    await expect(direct("0.0001")).rejects.toThrow(ccxt.BadRequest);
    await expect(direct("0.001", "4000")).rejects.toThrow(ccxt.InvalidOrder);
    await expect(exchange.createOrder(PERP, "market", "buy", 4)).rejects.toThrow(ccxt.InsufficientFunds);
  });

  it("14: rejects a reduce-only order without a position", async () => {
    const order = exchange.createOrder(PERP, "market", "sell", 0.01, undefined, { reduceOnly: true });
    await expect(order).rejects.toThrow(ccxt.InvalidOrder);
  });

  it("15: takes one id once", async () => {
    const params = { clientOrderId: "abc" };
    await exchange.createOrder(PERP, "limit", "buy", 0.01, 90_000, params);
    await expect(exchange.createOrder(PERP, "limit", "buy", 0.01, 90_000, params)).rejects.toThrow("110072");
    expect(await exchange.fetchOpenOrders(PERP)).toHaveLength(1);
  });

  it("25: places a batch of which one is rejected", async () => {
    const order = (amount: number, price: number) =>
      ({ symbol: PERP, type: "limit", side: "buy", amount, price, params: {} }) as const;
    const orders = await exchange.createOrders([order(0.01, 90_000), order(0.01, 4), order(0.02, 90_000)]);
    expect(orders.map(({ id }) => UUID.test(id))).toEqual([true, false, true]);
    expect(orders[1]?.status).toBe("rejected");
  });

  it("26: cancels the orders of a symbol, those with a trigger, all", async () => {
    const buy = (symbol: string, price: number) => exchange.createOrder(symbol, "limit", "buy", 0.01, price);
    await buy(PERP, 90_000);
    await buy("ETH/USDT:USDT", 3_500);
    const params = { triggerPrice: 120_000, triggerDirection: "ascending" };
    await exchange.createOrder(PERP, "market", "buy", 0.01, undefined, params);
    await exchange.cancelAllOrders(PERP, { trigger: true });
    expect((await exchange.fetchOpenOrders()).map(({ symbol }) => symbol).sort()).toEqual([
      PERP,
      "ETH/USDT:USDT",
    ]);
    await exchange.cancelAllOrders(PERP);
    expect((await exchange.fetchOpenOrders()).map(({ symbol }) => symbol)).toEqual(["ETH/USDT:USDT"]);
    await exchange.cancelAllOrders();
    expect(await exchange.fetchOpenOrders()).toEqual([]);
  });
});

describe("ccxt settings", () => {
  it("16: sets the leverage once", async () => {
    await exchange.setLeverage(7, PERP);
    await expect(exchange.setLeverage(7, PERP)).rejects.toThrow(ccxt.BadRequest);
    expect(await exchange.fetchLeverage(PERP)).toMatchObject({ longLeverage: 7, shortLeverage: 7 });
  });

  it("17: positions are one-way until hedge mode is set; then a symbol has two", async () => {
    await exchange.setPositionMode(false);
    await expect(exchange.setPositionMode(false, PERP)).rejects.toThrow(ccxt.NoChange);
    await exchange.setPositionMode(true, PERP);
    const order = (side: "buy" | "sell", positionIdx: number) =>
      exchange.createOrder(PERP, "market", side, 0.01, undefined, { positionIdx });
    await order("buy", 1);
    await order("sell", 2);
    const sides = (await exchange.fetchPositions([PERP])).map(({ side, contracts }) => [side, contracts]);
    expect(sides).toEqual([
      ["long", 0.01],
      ["short", 0.01],
    ]);
    await expect(exchange.setPositionMode(false, PERP)).rejects.toThrow("110024");
    // Each side has a leverage and a trailing stop of its own.
    const leverages = { buyLeverage: "20", sellLeverage: "5" };
    await exchange.privatePostV5PositionSetLeverage({ category: "linear", symbol: "BTCUSDT", ...leverages });
    for (const [positionIdx, trailingStop] of [
      [1, "500"],
      [2, "700"],
    ] as const) {
      const trail = { category: "linear", symbol: "BTCUSDT", positionIdx, trailingStop };
      await exchange.privatePostV5PositionTradingStop(trail);
    }
    const rows = (await exchange.fetchPositions([PERP])).map(({ info }) => info);
    expect(rows.map(({ leverage, trailingStop }) => [leverage, trailingStop])).toEqual([
      ["20", "500"],
      ["5", "700"],
    ]);
    // Each side is closed by its own index.
    await order("sell", 1);
    await order("buy", 2);
    expect(await exchange.fetchPositions()).toEqual([]);
    await exchange.setPositionMode(false);
    expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
  });

  it("18: changes the margin mode of a flat portfolio alone", async () => {
    await exchange.setMarginMode("isolated");
    await exchange.setMarginMode("cross");
    expect((await readOwn()).marginMode).toBe("cross");
    await exchange.createOrder(PERP, "market", "buy", 0.01);
    await expect(exchange.setMarginMode("isolated")).rejects.toThrow(/3400045/);
  });
});

describe("ccxt records", () => {
  it("20, 22, 23: fills, ledger and results agree", async () => {
    const sinceMs = Date.now() - 1_000;
    await exchange.createOrder(PERP, "market", "buy", 0.02);
    await exchange.createOrder(PERP, "market", "sell", 0.01, undefined, { reduceOnly: true });
    await exchange.createOrder(PERP, "market", "sell", 0.01, undefined, { reduceOnly: true });
    const trades = await exchange.fetchMyTrades(PERP, sinceMs);
    expect(new Set(trades.map(({ id }) => id)).size).toBe(3);
    for (const trade of trades) {
      expect(trade).toMatchObject({ takerOrMaker: "taker", order: expect.stringMatching(UUID) });
      expect(trade.fee?.cost).toBeGreaterThan(0);
    }
    const ledger = await exchange.fetchLedger("USDT");
    const balance = Number((await readOwn()).balance);
    const signed = ledger.map(({ amount, direction }) => (direction === "out" ? -amount : amount));
    expect(signed.reduce((sum, one) => sum + one, 0)).toBeCloseTo(balance, 6);
    expect(Math.max(...ledger.map(({ timestamp }) => timestamp))).toBe(ledger.at(-1)?.timestamp);
    expect(ledger.at(-1)?.after).toBeCloseTo(balance, 6);
    const results = await exchange.fetchPositionsHistory([PERP]);
    expect(results).toHaveLength(2);
    expect(results.every(({ side }) => side === "long")).toBe(true);
    const net = results.reduce((sum, { info }) => sum + Number(info.closedPnl), 0);
    expect(net).toBeCloseTo(balance - 10_000, 6);
  });
});

describe("ccxt and what is not an order", () => {
  it("21: funding that was settled, with the portfolio's sum and sign", async () => {
    await exchange.createOrder(PERP, "market", "buy", 0.02);
    const { portfolioId } = trader;
    const settle = { type: "settle-funding", symbol: "BTCUSDT", mark: parsePrice("100000") } as const;
    for (const [hour, rate] of [
      [1, "0.0001"],
      [2, "-0.00005"],
    ] as const) {
      const fundingMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + hour * HOUR_MS;
      const command = { ...settle, rate: parseDecimal(rate), fundingMs };
      expect((await commandPortfolio(portfolioId, command, ["BTCUSDT"])).ok).toBe(true);
    }
    const paid = await exchange.fetchFundingHistory(PERP);
    // 0.02 × 100,000 at 0.0001 is paid, at −0.00005 received.
    expect(paid.map(({ amount }) => amount).sort((a, b) => a - b)).toEqual([-0.1, 0.2]);
    const [position] = (await readOwn()).positions;
    expect(paid.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(Number(position?.funding), 8);
  });

  it("43: a paused challenge is closed by its rule, and takes no order until its reset", async () => {
    const portfolioId = await openSoftChallenge(trader.userId);
    const bot = createCcxt({ url: clients.url, ...(await createApiKey({ ...trader, portfolioId })) });
    await bot.loadMarkets();
    await bot.createOrder(PERP, "market", "buy", 0.05);
    await until(
      () => bot.fetchPositions(),
      (positions) => positions.length === 1,
    );
    // A loss of 6 % of the balance: beyond the day's limit of 5 %, not beyond 10 %.
    await clients.world.setMarket("BTCUSDT", BTC - 12_000);
    await commandPortfolio(portfolioId, { type: "check" }, ["BTCUSDT"]);
    expect(await bot.fetchPositions()).toEqual([]);
    for (const [side, params] of [
      ["buy", {}],
      ["sell", { reduceOnly: true }],
    ] as const) {
      const order = bot.createOrder(PERP, "market", side, 0.01, undefined, params);
      await expect(order).rejects.toThrow(/110066.*loss limit of this challenge/);
    }
  });
});

/** A challenge whose rules pause trading until the reset. */
async function openSoftChallenge(userId: string): Promise<string> {
  const [classic] = PLANS;
  if (classic === undefined) throw new Error("There are no plans.");
  const plan = { ...classic, floors: classic.floors.map((rule) => ({ ...rule, isSoft: true })) };
  const id = `paused-${userId}`;
  await openPortfolio({
    id,
    userId,
    name: id,
    kind: "CHALLENGE",
    marginMode: "isolated",
    opening: parseMoney("10000"),
    leverage: parseDecimal("5"),
    rules: BYBIT,
    nowMs: Date.now(),
    challenge: { challengeId: id, plan, phase: 1 },
  });
  return id;
}
