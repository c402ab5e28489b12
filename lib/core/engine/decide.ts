import type { Money } from "@/lib/core/decimal";
import { checkLeverage } from "@/lib/core/engine/check-leverage";
import type { Command } from "@/lib/core/engine/commands";
import { type Context, type Draft, isHalted, marketOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { changeExtraMargin } from "@/lib/core/engine/margin/change-extra-margin";
import { setLeverage } from "@/lib/core/engine/margin/set-leverage";
import { enforceTradingRules } from "@/lib/core/engine/matching/enforce-trading-rules";
import { evaluateNow, lockPortfolio, rollDayIfOver } from "@/lib/core/engine/matching/evaluate-now";
import { matchCandle } from "@/lib/core/engine/matching/match-candle";
import { matchPoints } from "@/lib/core/engine/matching/match-points";
import { amendInDraft } from "@/lib/core/engine/orders/amend-in-draft";
import { cancelBrokenPairs, cancelPartner } from "@/lib/core/engine/orders/cancel-partner";
import { cancelAllOrders, flattenAll } from "@/lib/core/engine/orders/close-by-system";
import { executeOrder, expireOrders } from "@/lib/core/engine/orders/execute";
import { canHappen } from "@/lib/core/engine/orders/order-status";
import { recordLimitLock } from "@/lib/core/engine/orders/own-limit";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { submitOrder } from "@/lib/core/engine/orders/submit";
import { chargeFunding } from "@/lib/core/engine/positions/charge-funding";
import {
  closeAll,
  decideClose,
  decideReverse,
  setPositionStops,
} from "@/lib/core/engine/positions/position-commands";
import { setMarginMode, setPositionMode } from "@/lib/core/engine/positions/set-modes";
import { settleSymbol } from "@/lib/core/engine/positions/settle-symbol";
import {
  applyChangesThrough,
  applyWalkedChanges,
  changeOrDefer,
  isChange,
  wouldSaveFromPast,
} from "@/lib/core/engine/state/deferred-change";
import { setOwnLimits } from "@/lib/core/engine/state/set-own-limits";
import { findOrder, type PortfolioState } from "@/lib/core/engine/state/state";

/**
 * Events to write, with the state they lead to. A rejected command changes nothing itself: its `events` come
 * from the challenge rules evaluated before it, a breach for example, and are written like those of an
 * accepted one.
 */
export type Decision = { events: readonly PortfolioEvent[]; state: PortfolioState } & (
  | { ok: true }
  | { ok: false; reason: RejectReason }
);

/**
 * Decides one command from its arguments alone: no clock, no randomness, no I/O. A rejection is a value.
 * @throws Error only for a bug, such as an event that the lifecycle forbids.
 */
export function decide(state: PortfolioState, command: Command, context: Context): Decision {
  return decideTogether(state, [command], context);
}

/** Decides several commands in order; when one is rejected, none of them takes effect. */
export function decideTogether(
  state: PortfolioState,
  commands: readonly Command[],
  context: Context,
): Decision {
  const draft: Draft = { state, context, events: [] };
  for (const command of commands) {
    const reason = decideOn(draft, command);
    if (reason === null) continue;
    if (draft.events.length === 0) return { ok: false, reason, events: [], state };
    return { ...decideTogether(state, [{ type: "check" }], context), ok: false, reason };
  }
  cancelBrokenPairs(draft);
  return { ok: true, events: draft.events, state: draft.state };
}

/** One command on the current draft, with the rules of a challenge and own limits evaluated before and after it. */
function decideOn(draft: Draft, command: Command): RejectReason | null {
  rollDayIfOver(draft);
  enforceTradingRules(draft, startOf(command, draft.context));
  // A price path is walked before the current market is used: earlier prices match first.
  const isPath = command.type === "price-moved";
  if (!isPath) evaluateNow(draft);
  recordLimitLock(draft);
  const reason = executeCommandOn(draft, command);
  if (isPath || draft.events.length > 0) evaluateNow(draft);
  if (isPath) enforceTradingRules(draft, draft.context.nowMs);
  recordLimitLock(draft);
  return reason;
}

/** Our time at which a command begins: that of the first price for a price path, else now. */
function startOf(command: Command, { nowMs, markets }: Context): number {
  if (command.type !== "price-moved") return nowMs;
  const { path, symbol } = command;
  const startMs = path.kind === "candle" ? path.startMs : (path.points[0]?.timeMs ?? nowMs);
  return Math.min(nowMs, startMs - (markets.get(symbol)?.feed?.offsetMs ?? 0));
}

/** Runs a command inside a decision in progress; a rejection leaves the draft as it was. */
export function executeCommandOn(draft: Draft, command: Command): RejectReason | null {
  if (command.epoch !== undefined && command.epoch !== draft.state.epoch) return "epoch_passed";
  if (isForbiddenProgram(draft, command)) return "programs_not_admitted";
  const before = { state: draft.state, events: draft.events.length };
  const reason = isChange(command) ? changeOrDefer(draft, command, dispatchWhole) : dispatch(draft, command);
  if (reason !== null) restore(draft, before);
  return reason;
}

/** Whether a program sends more than a cancellation to a challenge whose plan rejects programs. */
function isForbiddenProgram({ state, context }: Draft, { type }: Command): boolean {
  if (!context.isByProgram || !state.challenge?.plan.rejectsPrograms) return false;
  return type !== "execute" && type !== "cancel" && type !== "cancel-all";
}

/** Dispatches a change that was deferred, or may be; a rejection leaves the draft as it was. */
function dispatchWhole(draft: Draft, command: Command): RejectReason | null {
  const before = { state: draft.state, events: draft.events.length };
  const reason = dispatch(draft, command);
  if (reason !== null) restore(draft, before);
  return reason;
}

function restore(draft: Draft, before: { state: PortfolioState; events: number }): void {
  draft.state = before.state;
  draft.events.length = before.events;
}

function dispatch(draft: Draft, command: Command): RejectReason | null {
  switch (command.type) {
    case "open-portfolio":
      return openPortfolio(draft, command);
    case "submit":
      return submitOrder(draft, command.order);
    case "execute":
      return executeOrder(draft, command.orderId);
    case "amend":
      return amendInDraft(draft, command);
    case "cancel":
      return cancelOrder(draft, command.orderId);
    case "cancel-all":
      cancelAllOrders(draft, command.cause ?? "requested", command.symbol);
      return null;
    case "expire":
      expireOrders(draft);
      return null;
    case "close-position":
      if (draft.state.lock !== null) return "portfolio_locked";
      return decideClose(draft, command);
    case "close-all":
      if (draft.state.lock !== null) return "portfolio_locked";
      return closeAll(draft, command.orderIdPrefix);
    case "reverse-position":
      if (draft.state.lock !== null) return "portfolio_locked";
      return decideReverse(draft, command);
    case "set-leverage":
      if (draft.state.lock !== null) return "portfolio_locked";
      return setLeverage(draft, command);
    case "adjust-margin":
      if (draft.state.lock !== null) return "portfolio_locked";
      return changeExtraMargin(draft, command);
    case "set-position-stops":
      if (draft.state.lock !== null) return "portfolio_locked";
      return setPositionStops(draft, command);
    case "price-moved":
      return walkPricePath(draft, command);
    case "settle-funding":
      return settleInstant(draft, command);
    case "settle-symbol":
      settleSymbol(draft, command);
      return null;
    case "cancel-halted":
      cancelAllOrders(draft, "halted", command.symbol);
      return null;
    case "adjust":
      if (wouldSaveFromPast(draft, command.amount)) return "market_data_stale";
      emit(draft, { type: "balance-adjusted", amount: command.amount, note: command.note });
      return isUncovered(draft, command.amount) ? "insufficient_margin" : null;
    case "reset":
      if (draft.state.lock !== null) return "portfolio_locked";
      if (draft.state.challenge !== null) return "challenge_no_reset";
      flattenAll(draft, { purpose: "reset", reason: "reset" });
      emit(draft, { type: "portfolio-reset", opening: command.opening });
      return null;
    case "lock":
      if (draft.state.lock !== null) return "portfolio_locked";
      lockPortfolio(draft, command.reason);
      return null;
    case "set-position-mode":
      return setPositionMode(draft, command);
    case "set-margin-mode":
      return setMarginMode(draft, command);
    case "set-limits":
      return setOwnLimits(draft, command);
    case "apply-changes":
      applyWalkedChanges(draft, dispatchWhole);
      return null;
    case "check":
      return null;
    default:
      return rejectUnknown(command);
  }
}

function openPortfolio(
  draft: Draft,
  command: Extract<Command, { type: "open-portfolio" }>,
): RejectReason | null {
  if (draft.state.seq !== 0) throw new Error("The portfolio is already open.");
  const { id, kind, marginMode, opening, leverage, challenge } = command;
  const fault = checkLeverage(leverage, draft.context.rules.leverageStep);
  if (fault !== null) return fault;
  emit(draft, { type: "portfolio-opened", id, kind, marginMode, opening, leverage });
  if (challenge !== undefined) emit(draft, { type: "challenge-started", ...challenge });
  return null;
}

function cancelOrder(draft: Draft, orderId: string): RejectReason | null {
  const order = findOrder(draft.state, orderId);
  if (order === null || !canHappen(order.status, "cancel")) return "order_not_open";
  emit(draft, { type: "order-cancelled", orderId, reason: "requested" });
  cancelPartner(draft, orderId);
  return null;
}

function settleInstant(draft: Draft, command: Extract<Command, { type: "settle-funding" }>): null {
  const { type: _, epoch: __, ...instant } = command;
  chargeFunding(draft, instant);
  return null;
}

function walkPricePath(
  draft: Draft,
  command: Extract<Command, { type: "price-moved" }>,
): RejectReason | null {
  const { symbol, path } = command;
  if (draft.state.lock !== null) return null;
  if (isHalted(draft.context, symbol)) return "trading_halted";
  const applyThrough = (venueMs: number) => applyChangesThrough(draft, symbol, venueMs, dispatchWhole);
  if (path.kind === "candle") {
    // A command given inside the candle takes effect after it: how much of the candle was still to come is
    // unknown.
    applyThrough(path.startMs);
    matchCandle(draft, symbol, path);
  } else if (marketOf(draft.context, symbol) === null) return "market_data_stale";
  else {
    const offsetMs = draft.context.markets.get(symbol)?.feed?.offsetMs ?? 0;
    const { nowMs } = draft.context;
    const enforceThrough = (venueMs: number) =>
      enforceTradingRules(draft, Math.min(nowMs, venueMs - offsetMs));
    matchPoints(draft, symbol, path.points, { applyThrough, enforceThrough });
  }
  return null;
}

/** Whether a withdrawal has left less than the margin of the open orders and positions. */
function isUncovered(draft: Draft, amount: Money): boolean {
  return amount < 0n && draft.context.rules.freeMargin(draft.state, draft.context) < 0n;
}

function rejectUnknown(command: never): never {
  throw new Error(`Unknown command ${(command as { type: string }).type}.`);
}
