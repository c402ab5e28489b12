import { abs, fromNumber, max, min, type Price, type Qty, sub } from "@/lib/core/decimal";
import type { OrderRequest } from "@/lib/core/engine/commands";
import type { Candle } from "@/lib/core/engine/matching/candle";
import { matchCandle } from "@/lib/core/engine/matching/match-candle";
import { fillResting } from "@/lib/core/engine/matching/triggers";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { findOrder, findPosition } from "@/lib/core/engine/state/state";
import { type JsonObject, listAt, numberAt, textAt } from "@/tests/conformance/case-file";
import {
  buildExit,
  drainQueue,
  type Exit,
  edit,
  followUp,
  isNear,
  lastPrice,
  type Session,
  send,
  sessionContextOf,
  setLast,
} from "@/tests/conformance/session";

/** What a step submitted, or its rejection, in jesse's terms. */
export type StepOutcome = { error?: string; orderType?: string };

const MINUTE_MS = 60_000;

/** One translation for each op of the vocabulary. */
const STEPS: Record<string, (session: Session, step: JsonObject) => StepOutcome> = {
  price: (session, step) => {
    setLast(session, symbolOf(session, step), priceAt(step, "price"));
    return {};
  },
  market: (session, step) => submit(session, { ...requestOf(session, step), kind: "market" }),
  limit: (session, step) =>
    submit(session, { ...requestOf(session, step), kind: "limit", price: priceAt(step, "price") }),
  stop: (session, step) =>
    submit(session, {
      ...requestOf(session, step),
      kind: "stop-market",
      trigger: { price: priceAt(step, "price") },
    }),
  entry: submitEntry,
  reduce: submitReduce,
  fill: fillOrderById,
  cancel: (session, step) => {
    send(session, { type: "cancel", orderId: textAt(step, "id") });
    return {};
  },
  cancel_all: (session, step) => {
    send(session, { type: "cancel-all", symbol: symbolOf(session, step) });
    return {};
  },
  attach: attachExits,
  candle: (session, step) => {
    const candle = {
      open: priceAt(step, "open"),
      high: priceAt(step, "high"),
      low: priceAt(step, "low"),
      close: priceAt(step, "close"),
    };
    playCandle(session, symbolOf(session, step), candle);
    return {};
  },
  closes: playCloses,
};

/** Runs one step of a case. @throws Error for an op that isn't in the vocabulary. */
export function runStep(session: Session, step: JsonObject): StepOutcome {
  const op = textAt(step, "op");
  const perform = Object.hasOwn(STEPS, op) ? STEPS[op] : undefined;
  if (perform === undefined) throw new Error(`Unknown op "${op}".`);
  session.step += 1;
  return perform(session, step);
}

function submitEntry(session: Session, step: JsonObject): StepOutcome {
  const common = requestOf(session, step);
  const price = priceAt(step, "price");
  const current = lastPrice(sessionContextOf(session), common.symbol);
  if (isNear(price, current)) return submit(session, { ...common, kind: "market" });
  const isStop = price > current === (common.side === "buy");
  return isStop
    ? submit(session, { ...common, kind: "stop-market", trigger: { price } })
    : submit(session, { ...common, kind: "limit", price });
}

function submitReduce(session: Session, step: JsonObject): StepOutcome {
  const symbol = symbolOf(session, step);
  const position = findPosition(session.state, symbol);
  if (position === null) return { error: "OrderNotAllowed" };
  const given = step.current_price;
  const current =
    given === undefined || given === null
      ? lastPrice(sessionContextOf(session), symbol)
      : priceAt(step, "current_price");
  const qty = abs(fromNumber(numberAt(step, "qty"))) as Qty;
  const id = textAt(step, "id", `step${session.step}`);
  return submit(
    session,
    buildExit({ id, symbol, isLong: position.qty > 0n, qty, price: priceAt(step, "price"), current }),
  );
}

/** Executes a resting order at its own price; one that isn't open any more is left alone. */
function fillOrderById(session: Session, step: JsonObject): StepOutcome {
  const order = findOrder(session.state, textAt(step, "id"));
  if (order === null) return {};
  const wasFlat = findPosition(session.state, order.symbol) === null;
  edit(session, (draft) => {
    fillResting(draft, order);
    followUp(session, draft, { symbol: order.symbol, wasFlat });
  });
  drainQueue(session);
  return {};
}

function attachExits(session: Session, step: JsonObject): StepOutcome {
  const read = (kind: "sl" | "tp"): Exit[] =>
    listAt(step, kind).map((pair, index) => {
      const [qty, price] = Array.isArray(pair) ? pair : [];
      if (typeof qty !== "number" || typeof price !== "number") throw new Error("An exit is [qty, price].");
      const id = `${kind}${index + 1}`;
      return { id, kind, qty: abs(fromNumber(qty)) as Qty, price: fromNumber(price) as Price };
    });
  session.exits.set(symbolOf(session, step), [...read("sl"), ...read("tp")]);
  return {};
}

function playCloses(session: Session, step: JsonObject): StepOutcome {
  const symbol = symbolOf(session, step);
  const closes = listAt(step, "closes").map((close) => {
    if (typeof close !== "number") throw new Error("A close is a number.");
    return fromNumber(close) as Price;
  });
  for (const close of closes) {
    const open = session.closes.get(symbol) ?? sub(close, fromNumber(0.5) as Price);
    playCandle(session, symbol, { open, high: max(open, close), low: min(open, close), close });
  }
  return {};
}

/** One minute: resting fills and liquidation in the engine, then the market orders that were queued. */
function playCandle(session: Session, symbol: string, candle: Candle): void {
  const previousClose = session.closes.get(symbol) ?? null;
  edit(session, (draft) => {
    let wasFlat = findPosition(draft.state, symbol) === null;
    draft.context = {
      ...draft.context,
      react: (target) => {
        followUp(session, target, { symbol, wasFlat });
        wasFlat = findPosition(target.state, symbol) === null;
      },
    };
    matchCandle(draft, symbol, { candle, previousClose, startMs: session.nowMs });
  });
  session.closes.set(symbol, candle.close);
  session.nowMs += MINUTE_MS;
  setLast(session, symbol, candle.close);
  drainQueue(session);
}

function submit(session: Session, order: OrderRequest): StepOutcome {
  const reason = send(session, { type: "submit", order });
  if (reason !== null) return { error: nameError(session, reason) };
  drainQueue(session);
  return { orderType: order.kind === "stop-market" ? "STOP" : order.kind.toUpperCase() };
}

function nameError(session: Session, reason: RejectReason): string {
  if (reason === "insufficient_margin") {
    return session.kind === "spot" ? "InsufficientBalance" : "InsufficientMargin";
  }
  if (reason === "reduce_only_would_open") return "OrderNotAllowed";
  if (reason === "qty_below_min") return "InvalidStrategy";
  if (reason === "price_off_tick") return "ValueError";
  return reason;
}

function requestOf(session: Session, step: JsonObject) {
  const side = textAt(step, "side");
  if (side !== "buy" && side !== "sell") throw new Error(`Unknown side "${side}".`);
  return {
    orderId: textAt(step, "id", `step${session.step}`),
    symbol: symbolOf(session, step),
    side,
    qty: abs(fromNumber(numberAt(step, "qty"))) as Qty,
    reduceOnly: step.reduce_only === true,
  } as const;
}

function symbolOf(session: Session, step: JsonObject): string {
  return textAt(step, "symbol", session.symbols[0] ?? "BTC-USDT");
}

function priceAt(step: JsonObject, key: string): Price {
  return fromNumber(numberAt(step, key)) as Price;
}
