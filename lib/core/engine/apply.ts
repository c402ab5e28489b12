import { add, type Money, sub, ZERO } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { Order } from "@/lib/core/engine/orders/order";
import { nextStatus } from "@/lib/core/engine/orders/order-status";
import { protectRoundTrip } from "@/lib/core/engine/positions/change-position";
import { type Position, type PositionSide, sideOf } from "@/lib/core/engine/positions/position";
import { applyFill } from "@/lib/core/engine/state/apply-fill";
import { applyToChallenge } from "@/lib/core/engine/state/apply-to-challenge";
import { applyToLimits } from "@/lib/core/engine/state/apply-to-limits";
import type { HedgeMode } from "@/lib/core/engine/state/hedge";
import {
  EMPTY_STATE,
  findOrder,
  findPosition,
  leverageOf,
  type PortfolioState,
} from "@/lib/core/engine/state/state";

/**
 * The state after one event: the only place where state changes. Unchanged parts are shared with the state
 * before. @throws Error for an event out of sequence or one that the lifecycle forbids: a bug, not a rejection.
 */
export function apply(state: PortfolioState, event: PortfolioEvent): PortfolioState {
  if (event.seq !== state.seq + 1) throw new Error(`Event ${event.seq} can't follow ${state.seq}.`);
  const body = applyBody(state, event);
  // A changed body is a new object without other references: no need to copy it.
  const after = body === state ? { ...state } : body;
  after.challenge = applyToChallenge(after, event);
  after.limits = applyToLimits(state, after, event);
  after.seq = event.seq;
  return after;
}

function applyBody(state: PortfolioState, event: PortfolioEvent): PortfolioState {
  switch (event.type) {
    case "portfolio-opened":
      return {
        ...EMPTY_STATE,
        id: event.id,
        kind: event.kind,
        marginMode: event.marginMode,
        balance: event.opening,
        ledger: { ...EMPTY_STATE.ledger, opening: event.opening },
        defaultLeverage: event.leverage,
      };
    case "order-accepted": {
      const order = { ...event.order, acceptedAtMs: event.atMs, acceptedSeq: event.seq };
      return { ...state, orders: [...state.orders, order] };
    }
    case "order-triggered":
      return changeOrder(state, event.orderId, (order) => ({
        ...order,
        status: nextStatus(order.status, "trigger"),
      }));
    case "order-trailed":
      return changeOrder(state, event.orderId, (order) => ({
        ...order,
        trail: order.trail && { ...order.trail, extreme: event.extreme },
        lastMatchedAt: { timeMs: event.tickMs, seq: event.seq },
      }));
    case "order-queued-behind":
      return changeOrder(state, event.orderId, (order) => ({
        ...order,
        queueAhead: event.queueAhead,
        lastMatchedAt: { timeMs: event.tickMs, seq: event.seq },
        status: restingStatus(order),
      }));
    case "order-amended":
      return changeOrder(state, event.orderId, (order) => ({
        ...order,
        price: event.price,
        qty: event.qty,
        trigger: event.trigger,
        trail: event.trail,
        attached: event.attached === undefined ? order.attached : event.attached,
        queueAhead: event.queueAhead,
        // The amended order matches later prices only: a path that began earlier must not match the new
        // price.
        lastMatchedAt: { timeMs: event.venueMs, seq: event.seq },
        status: nextStatus(order.status, event.isQueued ? "requeue" : "amend"),
      }));
    case "order-cancelled":
      return endOrder(state, event.orderId, "cancel");
    case "order-rejected":
      return endOrder(state, event.orderId, "reject");
    case "order-expired":
      return endOrder(state, event.orderId, "expire");
    case "order-filled":
      return applyFill(state, event);
    case "round-trip-closed":
    case "close-rejected":
    case "symbol-settled":
      return state;
    case "position-liquidated":
      return { ...state, liquidations: state.liquidations + 1 };
    case "position-stops-set":
      return changePositionOf(state, event, (position) => ({
        ...position,
        stopLoss: event.stopLoss,
        takeProfit: event.takeProfit,
        roundTrip: protectRoundTrip(
          position.roundTrip,
          event.stopLoss?.price ?? null,
          event.takeProfit?.price ?? null,
        ),
      }));
    case "leverage-set": {
      const { symbol, side, leverage } = event;
      const changed = { ...state, leverages: replaceLeverage(state, event) };
      if (findPosition(state, symbol, side) === null) return changed;
      return changePositionOf(changed, event, (position) => ({
        ...position,
        leverage,
        roundTrip: { ...position.roundTrip, leverage },
        changedAtMs: event.atMs,
        changedSeq: event.seq,
      }));
    }
    case "margin-adjusted":
      return changePositionOf(state, event, (position) => ({
        ...position,
        extraMargin: add(position.extraMargin, event.amount),
        changedAtMs: event.atMs,
        changedSeq: event.seq,
      }));
    case "position-mode-set":
      return {
        ...state,
        hedge: changeHedge(state.hedge, event),
        leverages: event.isHedged ? state.leverages : joinLeverages(state, event.symbol),
      };
    case "margin-mode-set":
      return { ...state, marginMode: event.marginMode, leverages: joinLeverages(state, null) };
    case "funding-settled":
      return applyFunding(state, event);
    case "change-deferred": {
      const { symbol, venueMs, change } = event;
      return { ...state, deferred: [...state.deferred, { changeSeq: event.seq, symbol, venueMs, change }] };
    }
    case "change-applied":
      return { ...state, deferred: state.deferred.filter((one) => one.changeSeq !== event.changeSeq) };
    case "balance-adjusted":
      return {
        ...state,
        balance: add(state.balance, event.amount),
        ledger: { ...state.ledger, adjustments: add(state.ledger.adjustments, event.amount) },
      };
    case "portfolio-reset":
      return resetPortfolio(state, event.opening);
    case "portfolio-locked":
      return { ...state, deferred: [], lock: { reason: event.reason, atMs: event.atMs } };
    case "challenge-scaled":
      return {
        ...state,
        balance: add(state.balance, event.amount),
        ledger: { ...state.ledger, adjustments: add(state.ledger.adjustments, event.amount) },
      };
    case "limits-set":
    case "limit-locked":
    case "challenge-started":
    case "rule-enforced":
    case "day-rolled":
    case "day-corrected":
    case "equity-peaked":
    case "headroom-warned":
    case "trading-paused":
    case "challenge-breached":
    case "phase-passed":
      return state;
    default:
      return rejectUnknown(event);
  }
}

function changeOrder(
  state: PortfolioState,
  orderId: string,
  change: (order: Order) => Order,
): PortfolioState {
  requireOrder(state, orderId);
  return { ...state, orders: state.orders.map((order) => (order.id === orderId ? change(order) : order)) };
}

function endOrder(
  state: PortfolioState,
  orderId: string,
  how: "cancel" | "reject" | "expire",
): PortfolioState {
  nextStatus(requireOrder(state, orderId).status, how);
  return { ...state, orders: state.orders.filter((order) => order.id !== orderId) };
}

/** Changes the position of a symbol, or of one side of it; without `side` both of a hedged symbol. */
function changePositionOf(
  state: PortfolioState,
  { symbol, side }: { symbol: string; side?: PositionSide },
  change: (position: Position) => Position,
): PortfolioState {
  if (findPosition(state, symbol, side) === null) throw new Error(`There is no position in ${symbol}.`);
  const isMeant = (item: Position) => item.symbol === symbol && (side === undefined || sideOf(item) === side);
  return { ...state, positions: state.positions.map((item) => (isMeant(item) ? change(item) : item)) };
}

function changeHedge(
  hedge: HedgeMode | null,
  { symbol, isHedged }: { symbol: string | null; isHedged: boolean },
): HedgeMode | null {
  if (symbol === null) return isHedged ? { isUsual: true, symbols: [] } : null;
  const isUsual = hedge?.isUsual ?? false;
  const symbols = hedge?.symbols.filter((other) => other !== symbol) ?? [];
  if (isHedged !== isUsual) symbols.push(symbol);
  return isUsual || symbols.length > 0 ? { isUsual, symbols } : null;
}

/** Empty, with a new balance and the next epoch; leverages, modes and own limits stay. */
function resetPortfolio(state: PortfolioState, opening: Money): PortfolioState {
  return {
    ...state,
    epoch: state.epoch + 1,
    balance: opening,
    ledger: { opening, adjustments: ZERO, realised: ZERO, fees: ZERO, funding: ZERO },
    positions: [],
    orders: [],
    consumed: [],
    deferred: [],
    liquidations: 0,
  };
}

/** The leverages after one was set: of both sides of a symbol, or of one. */
function replaceLeverage(
  state: PortfolioState,
  { symbol, side, leverage }: Extract<PortfolioEvent, { type: "leverage-set" }>,
): PortfolioState["leverages"] {
  const others = state.leverages.filter((entry) => entry.symbol !== symbol);
  const { shortLeverage: _, ...kept } = state.leverages.find((entry) => entry.symbol === symbol) ?? {};
  const long = side === "short" ? leverageOf(state, symbol) : leverage;
  const short = side === "long" ? leverageOf(state, symbol, "short") : leverage;
  return [...others, { ...kept, symbol, leverage: long, ...(short !== long && { shortLeverage: short }) }];
}

/** Both sides of a symbol, or of all, have the leverage of the long one: outside of hedge mode there is but one. */
function joinLeverages({ leverages }: PortfolioState, symbol: string | null): PortfolioState["leverages"] {
  if (!leverages.some(({ shortLeverage }) => shortLeverage !== undefined)) return leverages;
  return leverages.map(({ shortLeverage, ...entry }) => {
    const isKept = symbol !== null && entry.symbol !== symbol && shortLeverage !== undefined;
    return isKept ? { ...entry, shortLeverage } : entry;
  });
}

type FundingSettled = Extract<PortfolioEvent, { type: "funding-settled" }>;

/** A position that was opened after the instant is not charged. */
function applyFunding(state: PortfolioState, event: FundingSettled): PortfolioState {
  const { symbol, side, fundingMs } = event;
  const others = state.leverages.filter((entry) => entry.symbol !== symbol);
  const kept = state.leverages.find((entry) => entry.symbol === symbol);
  const funded = {
    ...(side !== "short" && { fundedMs: fundingMs }),
    ...(side !== "long" && { shortFundedMs: fundingMs }),
  };
  const paid = {
    ...state,
    leverages: [...others, { ...kept, symbol, leverage: leverageOf(state, symbol), ...funded }],
    balance: sub(state.balance, event.paid),
    ledger: { ...state.ledger, funding: add(state.ledger.funding, event.paid) },
  };
  const position = findPosition(state, event.symbol, event.side);
  if (position === null || position.roundTrip.openedAtMs > event.fundingMs) return paid;
  return changePositionOf(paid, event, (base) => ({
    ...base,
    extraMargin: sub(base.extraMargin, event.fromMargin),
    fundedMs: event.fundingMs,
    roundTrip: { ...base.roundTrip, funding: add(base.roundTrip.funding, event.paid) },
  }));
}

/** Status of an order that rests in the book; an earlier fill or trigger of a queued order stays visible. */
function restingStatus(order: Order): Order["status"] {
  const status = nextStatus(order.status, "rest");
  if (order.status !== "QUEUED") return status;
  if (order.filled > 0n) return "PARTIALLY_FILLED";
  return order.trigger !== null ? "TRIGGERED" : status;
}

function requireOrder(state: PortfolioState, orderId: string): Order {
  const order = findOrder(state, orderId);
  if (order === null) throw new Error(`Order ${orderId} is not open.`);
  return order;
}

function rejectUnknown(event: never): never {
  throw new Error(`Unknown event ${(event as { type: string }).type}.`);
}
