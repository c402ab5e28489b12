import { formatDecimal, notional, parsePrice, parseQty } from "@/lib/core/decimal";
import type { OrderDto, PortfolioSnapshot, PositionDto } from "@/lib/schemas/trading/trading-responses";

/** A practice portfolio as the server returns it, with overrides. */
export function buildSnapshot(change: Partial<PortfolioSnapshot> = {}): PortfolioSnapshot {
  return {
    id: "p1",
    name: "Practice",
    kind: "PRACTICE",
    seq: 1,
    epoch: 0,
    marginMode: "isolated",
    locked: null,
    balance: "10000",
    openingBalance: "10000",
    equity: "10000",
    marginUsed: "0",
    freeMargin: "10000",
    dayPnl: "0",
    dayStartEquity: "10000",
    leverages: [],
    deferredChanges: [],
    defaultLeverage: "10",
    hedge: null,
    positions: [],
    orders: [],
    challenge: null,
    ownLimits: null,
    serverTimeMs: 0,
    ...change,
  };
}

/** A long of 0.5 BTC from 60,000 at 10x, with overrides. */
export function buildPosition(change: Partial<PositionDto> = {}): PositionDto {
  const { qty = "0.5", entryPrice = "60000" } = change;
  return {
    symbol: "BTCUSDT",
    side: "long",
    qty,
    entryPrice,
    cost: formatDecimal(notional(parsePrice(entryPrice), parseQty(qty))),
    leverage: "10",
    margin: "3000",
    extraMargin: "0",
    liquidationPrice: "54271.35",
    stopLoss: null,
    takeProfit: null,
    openedAt: "2026-01-01T00:00:00.000Z",
    realised: "0",
    fees: "16.5",
    funding: "0",
    risk: "0",
    ...change,
  };
}

/** An open limit order to buy 0.1 BTC at 59,000, with overrides. */
export function buildOrder(change: Partial<OrderDto> = {}): OrderDto {
  return {
    id: "o1",
    clientOrderId: "o1",
    portfolioId: "p1",
    symbol: "BTCUSDT",
    side: "buy",
    kind: "limit",
    status: "OPEN",
    qty: "0.1",
    filled: "0",
    averagePrice: null,
    price: "59000",
    trigger: null,
    trail: null,
    timeInForce: "GTC",
    reduceOnly: false,
    stopLoss: null,
    takeProfit: null,
    fees: "0",
    purpose: "manual",
    reason: null,
    acceptedAt: "2026-01-01T00:00:00.000Z",
    expiresAt: null,
    endedAt: null,
    ...change,
  };
}
