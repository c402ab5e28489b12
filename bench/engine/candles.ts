import { secondsOfCore } from "@/bench/engine/seconds-of-core";
import { parseDecimal, parseMoney, parsePrice, parseQty, ZERO } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { Candle } from "@/lib/core/engine/matching/candle";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { JESSE_FUTURES } from "@/lib/core/engine/venues/jesse";

const CANDLES = 500_000;
const ORDERS = 50;
const SYMBOL = "BTC-USDT";
/** How often a resting order is matched; it is then placed again, so that there are always 50 orders. */
const CANDLES_A_FILL = 5_000;

/** One-minute candles a second through `decide` with the jesse venue: 50 resting orders, matched at times. */
export function measureCandles(): number {
  const context = buildContext();
  let state = fillBook(openPortfolio(context), context, 0);
  const path = buildCandles();
  const started = process.cpuUsage();
  let previousClose = null;
  for (const [index, candle] of path.entries()) {
    const command: Command = {
      type: "price-moved",
      symbol: SYMBOL,
      path: { kind: "candle", candle, previousClose, startMs: index * 60_000 },
    };
    const decision = decide(state, command, context);
    if (!decision.ok) throw new Error(`The bench's candle was rejected: ${decision.reason}.`);
    state = decision.events.length === 0 ? decision.state : fillBook(decision.state, context, index);
    previousClose = candle.close;
  }
  const rate = path.length / secondsOfCore(started);
  if (state.ledger.fees === 0n) throw new Error("No candle of the bench met an order.");
  return rate;
}

/** Places a new ladder of orders above and below: 25 buys under 900, 25 sells over 1,100. */
function fillBook(before: PortfolioState, context: Context, round: number): PortfolioState {
  let state = before;
  for (let index = state.orders.length; index < ORDERS; index += 1) {
    const side = index % 2 === 0 ? "buy" : "sell";
    const price = parsePrice(String(side === "buy" ? 900 - index : 1_100 + index));
    const order = {
      orderId: `${round}:${index}`,
      symbol: SYMBOL,
      side,
      kind: "limit",
      qty: parseQty("0.01"),
      price,
    } as const;
    const decision = decide(state, { type: "submit", order }, context);
    if (!decision.ok) throw new Error(`The bench's order was rejected: ${decision.reason}.`);
    state = decision.state;
  }
  return state;
}

/** A random walk inside the ladder that touches its nearest orders at times. */
function buildCandles(): Candle[] {
  const candles: Candle[] = [];
  let open = 1_000;
  for (let index = 0; index < CANDLES; index += 1) {
    const touches = index % CANDLES_A_FILL === CANDLES_A_FILL - 1;
    const close = 1_000 + ((index * 7) % 40) - 20;
    const low = touches ? 899 : Math.min(open, close) - 2;
    const high = touches ? 1_102 : Math.max(open, close) + 2;
    candles.push({ open: of(open), high: of(high), low: of(low), close: of(close) });
    open = close;
  }
  return candles;
}

function of(price: number) {
  return parsePrice(String(price));
}

function openPortfolio(context: Context): PortfolioState {
  const command: Command = {
    type: "open-portfolio",
    id: "bench",
    kind: "perpetual",
    marginMode: "cross",
    opening: parseMoney("1000000"),
    leverage: parseDecimal("1"),
  };
  const decision = decide(EMPTY_STATE, command, context);
  if (!decision.ok) throw new Error("The bench's portfolio was rejected.");
  return decision.state;
}

function buildContext(): Context {
  const instrument: Instrument = {
    symbol: SYMBOL,
    baseCoin: "BTC",
    quoteCoin: "USDT",
    status: "trading",
    tickSize: ZERO,
    qtyStep: ZERO,
    minQty: ZERO,
    maxLimitQty: ZERO,
    maxMarketQty: ZERO,
    minNotional: ZERO,
    maxLeverage: ZERO,
    makerRate: parseDecimal("0.001"),
    takerRate: parseDecimal("0.001"),
    tiers: [],
    priceLimit: null,
  };
  const market = {
    last: of(1_000),
    mark: of(1_000),
    index: null,
    book: null,
    tickMs: 0,
    tickSeq: 1,
    bookMs: 0,
  };
  return {
    nowMs: 0,
    rules: JESSE_FUTURES,
    instruments: new Map([[SYMBOL, instrument]]),
    markets: new Map([[SYMBOL, market]]),
  };
}
