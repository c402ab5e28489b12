import { type Decimal, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { Context, Market, PathPoint, VenueRules } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { buildTiers, type Instrument } from "@/lib/core/engine/positions/instrument";
import { EMPTY_STATE, type MarginMode, type PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";

export const dec = (text: string | number): Decimal => parseDecimal(String(text));
export const price = (text: string | number) => parsePrice(String(text));
export const qty = (text: string | number) => parseQty(String(text));
export const money = (text: string | number) => parseMoney(String(text));

/** An instrument with round limits: tick 0.1, step 0.001, two risk tiers. */
export function makeInstrument(over: Partial<Instrument> = {}): Instrument {
  return {
    symbol: "BTCUSDT",
    baseCoin: "BTC",
    quoteCoin: "USDT",
    status: "trading",
    tickSize: dec("0.1"),
    qtyStep: dec("0.001"),
    minQty: qty("0.001"),
    maxLimitQty: qty(1000),
    maxMarketQty: qty(500),
    minNotional: money(5),
    maxLeverage: dec(100),
    makerRate: dec("0.0002"),
    takerRate: dec("0.00055"),
    tiers: buildTiers([
      { limit: money(2_000_000), maintenanceRate: dec("0.005"), maxLeverage: dec(100) },
      { limit: money(10_000_000), maintenanceRate: dec("0.01"), maxLeverage: dec(50) },
    ]),
    priceLimit: { x: dec("0.01"), y: dec("0.02") },
    ...over,
  };
}

type Level = readonly [price: string | number, qty: string | number];

/**
 * A market of `last`, with one level of 5 a tick to each side unless levels are given. `heardAtMs` is short for a tick
 * of that time with the book of the next millisecond.
 */
export function makeMarket(
  last: string | number,
  over: Partial<Omit<Market, "book">> & {
    bids?: readonly Level[];
    asks?: readonly Level[];
    heardAtMs?: number;
  } = {},
): Market {
  const { bids, asks, heardAtMs, ...rest } = over;
  const level = ([at, size]: Level) => ({ price: price(at), qty: qty(size) });
  const around = (sign: number): Level => [(Number(last) + sign * 0.1).toFixed(1), 5];
  return {
    last: price(last),
    mark: price(last),
    index: null,
    book: { bids: (bids ?? [around(-1)]).map(level), asks: (asks ?? [around(1)]).map(level) },
    tickMs: heardAtMs ?? 0,
    tickSeq: 1,
    bookMs: heardAtMs === undefined ? 0 : heardAtMs + 1,
    ...rest,
  };
}

/**
 * A context of BTCUSDT alone. By default its tick is of `nowMs` and its book of the next millisecond: the
 * first one after whatever is accepted in this context.
 */
export function makeContext(over: {
  nowMs?: number;
  market?: Market | null;
  instrument?: Instrument;
  rules?: VenueRules;
  halted?: ReadonlySet<string>;
}): Context {
  const { nowMs = 0, market = makeMarket(100), instrument = makeInstrument(), rules = BYBIT } = over;
  const heard = market && {
    ...market,
    tickMs: market.tickMs || nowMs,
    bookMs: market.bookMs || nowMs + 1,
  };
  return {
    nowMs,
    rules,
    instruments: new Map([[instrument.symbol, instrument]]),
    markets: new Map(heard ? [[instrument.symbol, heard]] : []),
    halted: over.halted,
  };
}

/** Decides a command that must not be rejected. */
export function mustDecide(state: PortfolioState, command: Command, context: Context) {
  const decision = decide(state, command, context);
  if (!decision.ok) throw new Error(`Rejected: ${decision.reason}.`);
  return decision;
}

/** The reason for which a command is rejected. */
export function rejectionOf(state: PortfolioState, command: Command, context: Context): RejectReason | null {
  const decision = decide(state, command, context);
  return decision.ok ? null : decision.reason;
}

export function openPortfolio(
  over: { opening?: string | number; leverage?: string | number; marginMode?: MarginMode } = {},
): PortfolioState {
  const { opening = 10_000, leverage = 10, marginMode = "isolated" } = over;
  return mustDecide(
    EMPTY_STATE,
    {
      type: "open-portfolio",
      id: "p",
      kind: "perpetual",
      marginMode,
      opening: money(opening),
      leverage: dec(leverage),
    },
    makeContext({}),
  ).state;
}

export const submit = (order: Partial<OrderRequest> & Pick<OrderRequest, "side" | "kind">): Command => ({
  type: "submit",
  order: { orderId: "o1", symbol: "BTCUSDT", qty: qty(1), ...order },
});

/** Prices of one publication; `mark` is the last price where it is left out. */
export function priceMoved(
  ...points: { last: string | number; mark?: string | number; qty?: string | number; atMs: number }[]
): Command {
  const path: PathPoint[] = points.map((point) => ({
    last: price(point.last),
    mark: point.mark === undefined ? price(point.last) : price(point.mark),
    qty: point.qty === undefined ? null : qty(point.qty),
    timeMs: point.atMs,
    seq: 1,
  }));
  return { type: "price-moved", symbol: "BTCUSDT", path: { kind: "points", points: path } };
}

/** A position of `size` (negative short) that was opened by a market order through the book. */
export function holdPosition(
  size: number,
  over: { state?: PortfolioState; context?: Context; attached?: OrderRequest["attached"] } = {},
): PortfolioState {
  const context =
    over.context ?? makeContext({ market: makeMarket(100, { bids: [[99.9, 1000]], asks: [[100.1, 1000]] }) });
  const side = size > 0 ? "buy" : "sell";
  const order = {
    orderId: "open",
    side,
    kind: "market",
    qty: qty(Math.abs(size)),
    attached: over.attached,
  } as const;
  const queued = mustDecide(over.state ?? openPortfolio(), submit(order), context).state;
  return mustDecide(queued, { type: "execute", orderId: "open" }, context).state;
}

/** The kinds of the events, in order. */
export function typesOf(events: readonly PortfolioEvent[]): string[] {
  return events.map((event) => event.type);
}
