import { expect, it } from "vitest";
import { parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { Context, PathPoint } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";

const one = (text: string) => parseDecimal(text);
const INSTRUMENT: Instrument = {
  symbol: "BTCUSDT",
  baseCoin: "BTC",
  quoteCoin: "USDT",
  status: "trading",
  tickSize: one("0.1"),
  qtyStep: one("0.001"),
  minQty: parseQty("0.001"),
  maxLimitQty: parseQty("100"),
  maxMarketQty: parseQty("100"),
  minNotional: parseMoney("5"),
  maxLeverage: one("100"),
  makerRate: one("0.0002"),
  takerRate: one("0.00055"),
  tiers: [],
  priceLimit: null,
};

function contextAt(nowMs: number): Context {
  const level = (price: string) => ({ price: parsePrice(price), qty: parseQty("5") });
  const market = {
    last: parsePrice("100"),
    mark: parsePrice("100"),
    index: null,
    book: { bids: [level("99")], asks: [level("101")] },
    tickMs: nowMs,
    tickSeq: 1,
    bookMs: nowMs + 1,
  };
  return {
    nowMs,
    rules: BYBIT,
    instruments: new Map([["BTCUSDT", INSTRUMENT]]),
    markets: new Map([["BTCUSDT", market]]),
  };
}

function run(state: PortfolioState, command: Command, nowMs: number): PortfolioState {
  const decision = decide(state, command, contextAt(nowMs));
  if (!decision.ok) throw new Error(decision.reason);
  return decision.state;
}

function open(order: Omit<OrderRequest, "orderId" | "symbol">): PortfolioState {
  const account = run(
    EMPTY_STATE,
    {
      type: "open-portfolio",
      id: "p",
      kind: "perpetual",
      marginMode: "isolated",
      opening: parseMoney("10000"),
      leverage: one("10"),
    },
    0,
  );
  return run(account, { type: "submit", order: { orderId: "order-1", symbol: "BTCUSDT", ...order } }, 1_000);
}

function priceMoved(...points: [price: string, timeMs: number, qty?: string][]): Command {
  const path: PathPoint[] = points.map(([price, timeMs, qty]) => ({
    last: parsePrice(price),
    mark: null,
    qty: qty === undefined ? null : parseQty(qty),
    timeMs,
    seq: 1,
  }));
  return { type: "price-moved", symbol: "BTCUSDT", path: { kind: "points", points: path } };
}

it("walks a publication once for a trailing stop, however often it is handed over", () => {
  const before = open({
    side: "sell",
    kind: "trailing-stop",
    qty: parseQty("1"),
    trail: { distance: parsePrice("5") },
  });
  const path = priceMoved(["100", 1_100], ["110", 1_200], ["108", 1_300]);
  const once = run(before, path, 1_400);
  expect(once.orders[0]).toMatchObject({ status: "OPEN", trail: { extreme: parsePrice("110") } });
  expect(run(once, path, 1_500)).toEqual(once);
  expect(run(once, priceMoved(["104", 1_600]), 1_700).orders).toEqual([]);
});

it("counts what traded ahead of a limit order once", () => {
  const before = open({ side: "buy", kind: "limit", qty: parseQty("1"), price: parsePrice("99") });
  expect(before.orders[0]?.queueAhead).toBe(parseQty("5"));
  const path = priceMoved(["99", 1_100, "3"]);
  const once = run(before, path, 1_200);
  expect(once.orders[0]?.queueAhead).toBe(parseQty("2"));
  expect(run(once, path, 1_300)).toEqual(once);
  const part = run(once, priceMoved(["99", 1_400, "2.5"]), 1_500);
  expect(part.orders[0]).toMatchObject({ status: "PARTIALLY_FILLED", filled: parseQty("0.5") });
  expect(run(part, priceMoved(["99", 1_400, "2.5"]), 1_600)).toEqual(part);
});

it("does not walk a candle again for a trail that a publication inside it has moved", () => {
  const before = open({
    side: "sell",
    kind: "trailing-stop",
    qty: parseQty("1"),
    trail: { distance: parsePrice("5") },
  });
  const moved = run(before, priceMoved(["110", 65_000]), 65_100);
  const [low, high] = [parsePrice("100"), parsePrice("110")];
  const candle = { open: low, high, low, close: parsePrice("108") };
  const path = { kind: "candle" as const, candle, previousClose: null, startMs: 60_000 };
  expect(run(moved, { type: "price-moved", symbol: "BTCUSDT", path }, 120_000)).toEqual(moved);
});
