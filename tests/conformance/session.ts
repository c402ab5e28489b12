import {
  abs,
  type Decimal,
  fromNumber,
  type Money,
  mul,
  ONE,
  type Price,
  type Qty,
  ZERO,
} from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { Context, Draft, Market } from "@/lib/core/engine/context";
import { decide, executeCommandOn } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { EMPTY_STATE, findPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import { JESSE_FUTURES } from "@/lib/core/engine/venues/jesse";
import { JESSE_SPOT } from "@/lib/core/engine/venues/jesse-spot";
import { type JsonObject, listAt, numberAt, textAt } from "@/tests/conformance/case-file";

/** An exit that waits for the next position: a stop-loss or take-profit with its own quantity. */
export type Exit = { id: string; kind: "sl" | "tp"; qty: Qty; price: Price };

/** A running case: the portfolio, the current prices, and the pending actions of its "strategy". */
export type Session = {
  state: PortfolioState;
  readonly kind: "perpetual" | "spot";
  readonly symbols: readonly string[];
  readonly leverage: Decimal;
  readonly cancelOnClose: boolean;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly markets: Map<string, Market>;
  readonly closes: Map<string, Price>;
  readonly exits: Map<string, readonly Exit[]>;
  readonly events: { step: number; event: PortfolioEvent }[];
  nowMs: number;
  step: number;
  /** How many times exits were placed; from the second on their ids carry the number. */
  attached: number;
};

/** Opens the portfolio of a case's settings and options. */
export function openSession(settings: JsonObject, options: JsonObject): Session {
  const kind = textAt(settings, "mode", "futures") === "spot" ? "spot" : "perpetual";
  const symbols = listAt(settings, "symbols").filter((item) => typeof item === "string");
  const names = symbols.length > 0 ? symbols : ["BTC-USDT"];
  const rate = fromNumber(numberAt(settings, "fee_rate", 0));
  const leverage = kind === "spot" ? ONE : fromNumber(numberAt(settings, "leverage", 1));
  const session: Session = {
    state: EMPTY_STATE,
    kind,
    symbols: names,
    leverage,
    cancelOnClose: options.cancel_on_close === true,
    instruments: new Map(names.map((symbol) => [symbol, buildInstrument(symbol, rate)])),
    markets: new Map(),
    closes: new Map(),
    exits: new Map(),
    events: [],
    nowMs: 0,
    step: -1,
    attached: 0,
  };
  const opening = fromNumber(numberAt(settings, "starting_balance")) as Money;
  const marginMode = textAt(settings, "leverage_mode", "cross") === "isolated" ? "isolated" : "cross";
  send(session, { type: "open-portfolio", id: "case", kind, marginMode, opening, leverage });
  return session;
}

/** Decides one command and records its events; a rejection is returned. */
export function send(session: Session, command: Command): RejectReason | null {
  const decision = decide(session.state, command, sessionContextOf(session));
  if (!decision.ok) return decision.reason;
  keep(session, decision);
  return null;
}

/** Runs a function on a draft of the session, outside of the commands, and saves the result. */
export function edit(session: Session, change: (draft: Draft) => void): void {
  const draft: Draft = { state: session.state, context: sessionContextOf(session), events: [] };
  change(draft);
  keep(session, draft);
}

/** Executes queued market orders until none is left; their fills may queue more. */
export function drainQueue(session: Session): void {
  for (;;) {
    const queued = session.state.orders.find((order) => order.status === "QUEUED");
    if (queued === undefined) return;
    const wasFlat = findPosition(session.state, queued.symbol) === null;
    send(session, { type: "execute", orderId: queued.id });
    edit(session, (draft) => followUp(session, draft, { symbol: queued.symbol, wasFlat }));
  }
}

/** What jesse's Strategy does after a fill: exits when a position opens, cancellations when it closes. */
export function followUp(session: Session, draft: Draft, change: { symbol: string; wasFlat: boolean }): void {
  const position = findPosition(draft.state, change.symbol);
  if (position === null && !change.wasFlat && session.cancelOnClose) {
    executeCommandOn(draft, { type: "cancel-all", symbol: change.symbol });
  }
  if (position === null || !change.wasFlat) return;
  const exits = session.exits.get(change.symbol) ?? [];
  session.exits.delete(change.symbol);
  const isLong = position.qty > 0n;
  if (exits.length > 0) session.attached += 1;
  const suffix = session.attached > 1 ? `#${session.attached}` : "";
  for (const exit of exits) {
    const orderId = `${exit.id}${suffix}`;
    const beyond = exit.price === position.entryPrice || exit.price > position.entryPrice === isLong;
    const before = exit.price === position.entryPrice || exit.price < position.entryPrice === isLong;
    const isWrong = exit.kind === "sl" ? beyond : before;
    const current = lastPrice(draft.context, change.symbol);
    const side = isLong ? "sell" : "buy";
    const order: OrderRequest = isWrong
      ? { orderId, symbol: change.symbol, side, kind: "market", qty: exit.qty, price: current }
      : buildExit({ id: orderId, symbol: change.symbol, isLong, qty: exit.qty, price: exit.price, current });
    executeCommandOn(draft, { type: "submit", order });
  }
}

/** A reduce-only exit whose type is picked by its price (engine-reference A.2). */
export function buildExit(input: {
  id: string;
  symbol: string;
  isLong: boolean;
  qty: Qty;
  price: Price;
  current: Price;
}): OrderRequest {
  const { id: orderId, symbol, isLong, qty, price, current } = input;
  const common = { orderId, symbol, side: isLong ? "sell" : "buy", qty, reduceOnly: true } as const;
  if (isNear(price, current)) return { ...common, kind: "market", price };
  return price > current === isLong
    ? { ...common, kind: "limit", price }
    : { ...common, kind: "stop-market", trigger: { price } };
}

/** Within 0.015 % of the current price. */
export function isNear(price: Price, current: Price): boolean {
  return abs((current - price) as Decimal) <= mul<Decimal>(current, fromNumber(0.00015));
}

/** The last price of a symbol in a context. @throws Error before the first price. */
export function lastPrice(context: Context, symbol: string): Price {
  const market = context.at?.symbol === symbol ? context.at.market : context.markets.get(symbol);
  if (market === undefined) throw new Error(`No price of ${symbol} yet.`);
  return market.last;
}

export function sessionContextOf(session: Session): Context {
  return {
    nowMs: session.nowMs,
    rules: session.kind === "spot" ? JESSE_SPOT : JESSE_FUTURES,
    instruments: session.instruments,
    markets: session.markets,
  };
}

export function setLast(session: Session, symbol: string, price: Price): void {
  session.markets.set(symbol, {
    last: price,
    mark: price,
    index: null,
    book: null,
    tickMs: session.nowMs,
    tickSeq: session.step,
    bookMs: session.nowMs,
  });
}

function keep(session: Session, outcome: { events: readonly PortfolioEvent[]; state: PortfolioState }): void {
  for (const event of outcome.events) session.events.push({ step: session.step, event });
  session.state = outcome.state;
}

/** jesse's backtests have no tick, step, minimum or maximum. */
function buildInstrument(symbol: string, rate: Decimal): Instrument {
  const [baseCoin = symbol, quoteCoin = "USDT"] = symbol.split("-");
  return {
    symbol,
    baseCoin,
    quoteCoin,
    status: "trading",
    tickSize: ZERO,
    qtyStep: ZERO,
    minQty: ZERO,
    maxLimitQty: ZERO,
    maxMarketQty: ZERO,
    minNotional: ZERO,
    maxLeverage: ZERO,
    makerRate: rate,
    takerRate: rate,
    tiers: [],
    priceLimit: null,
  };
}
