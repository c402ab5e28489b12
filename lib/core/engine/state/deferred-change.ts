import type { Money } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import {
  type Context,
  type Draft,
  instrumentOf,
  isWalkedTo,
  type Market,
  marketOf,
  toVenueMs,
} from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import type { Change, DeferredChange } from "@/lib/core/engine/state/change";
import { findOrder, findPosition, type PortfolioState } from "@/lib/core/engine/state/state";

/** Commands that change waiting orders or stops, by which a trader could avoid a past price. */
const DEFERRABLE = [
  "amend",
  "cancel",
  "cancel-all",
  "set-position-stops",
  "set-leverage",
  "adjust-margin",
  "reset",
] as const satisfies Change["type"][];

/** Maximum number of changes that wait for one portfolio. */
const MAX_DEFERRED = 100;

type Waiting = Omit<DeferredChange, "changeSeq">;

/** Runs a command on a draft; a rejection leaves the draft as it was. */
type Run = (draft: Draft, command: Command) => RejectReason | null;

export function isChange(command: Command): command is Change {
  return (DEFERRABLE as readonly string[]).includes(command.type);
}

/**
 * Applies a change, or defers it while the price path of one of its symbols has not been walked up to now:
 * until then the portfolio is unchanged. So is the cancellation of an order that waits for its first book,
 * which its trader may know already. A change that is rejected already, both now and after the changes that
 * wait, is not deferred; nor is one without an effect in either case.
 */
export function changeOrDefer(draft: Draft, change: Change, run: Run): RejectReason | null {
  const symbols = symbolsOf(draft.state, change);
  const isWaiting = (symbol: string) =>
    !isWalkedToNow(draft.context, symbol) || cancelsQueued(draft, change, symbol);
  const gap = symbols.find(isWaiting);
  if (gap === undefined) return run(draft, change);
  if (change.type === "cancel-all" && symbols.length > 1) return cancelEach(draft, { change, symbols }, run);
  const waiting = { change, symbol: symbols.length === 1 ? gap : null, venueMs: venueNow(draft, gap) };
  const first = findFirstOfPair(draft, change);
  return first === null ? deferAlone(draft, waiting, run) : deferSecond(draft, { first, waiting }, run);
}

/**
 * Applies the changes that waited for the path of `symbol` to reach `venueMs`, in the order of acceptance.
 */
export function applyChangesThrough(draft: Draft, symbol: string, venueMs: number, run: Run): void {
  for (const deferred of draft.state.deferred) {
    if (deferred.symbol === symbol && deferred.venueMs <= venueMs) applyChange(draft, deferred, run);
  }
}

/** Applies every change whose price paths have been walked far enough by now. */
export function applyWalkedChanges(draft: Draft, run: Run): void {
  for (const deferred of draft.state.deferred) {
    const symbols = deferred.symbol === null ? listPositionSymbols(draft.state) : [deferred.symbol];
    const isWalked = symbols.every((symbol) => hasReached(draft.context, symbol, deferred.venueMs));
    if (isWalked) applyChange(draft, deferred, run);
  }
}

function applyChange(draft: Draft, deferred: DeferredChange, run: Run): void {
  const isWaiting = ({ changeSeq }: DeferredChange) =>
    draft.state.deferred.some((one) => one.changeSeq === changeSeq);
  // An earlier reset or lock has ended it with everything else, or it was applied with the other one of its pair.
  if (!isWaiting(deferred)) return;
  const { change } = deferred;
  // The book comes first: it was made before the cancellation, or is the first one that is known.
  if (symbolsOf(draft.state, change).some((symbol) => cancelsQueued(draft, change, symbol))) return;
  const group = withSecondOfPair(draft.state.deferred, deferred);
  const reason = runAll(
    draft,
    group.map((one) => one.change),
    run,
  );
  for (const one of group.filter(isWaiting)) {
    emit(draft, { type: "change-applied", changeSeq: one.changeSeq, change: one.change, reason });
  }
}

/** Runs changes together or not at all; the first reason otherwise. */
function runAll(draft: Draft, changes: readonly Change[], run: Run): RejectReason | null {
  const [first] = changes;
  // Without the stop that was to replace the position's own, the leverage has to suit that one.
  if (changes.length === 1 && first?.type === "set-leverage")
    return run(draft, { ...first, replacesStop: false });
  const attempt: Draft = { state: draft.state, context: draft.context, events: [] };
  for (const change of changes) {
    const reason = run(attempt, change);
    if (reason !== null) return reason;
  }
  for (const change of changes) run(draft, change);
  return null;
}

/**
 * A leverage and the stop of the same request that replaces the position's own, which follows it: alone the leverage could
 * leave the old stop beyond the liquidation price, and the stop could be beyond that of the old leverage.
 */
function withSecondOfPair(
  deferred: readonly DeferredChange[],
  first: DeferredChange,
): [DeferredChange, ...DeferredChange[]] {
  const next = deferred[deferred.indexOf(first) + 1];
  return next !== undefined && isPair(first.change, next.change) ? [first, next] : [first];
}

/** The leverage that was deferred by this decision, if `change` is the stop that belongs to it. */
function findFirstOfPair({ state, events }: Draft, change: Change): DeferredChange | null {
  const last = state.deferred.at(-1);
  if (last === undefined || !isPair(last.change, change)) return null;
  return events.some(({ seq }) => seq === last.changeSeq) ? last : null;
}

function isPair(one: Change, other: Change): boolean {
  return (
    one.type === "set-leverage" &&
    one.replacesStop === true &&
    other.type === "set-position-stops" &&
    other.symbol === one.symbol
  );
}

/** Whether a change cancels an order that waits for its first book, where books come from a feed. */
function cancelsQueued({ state, context }: Draft, change: Change, symbol: string): boolean {
  if (change.type !== "cancel" && change.type !== "cancel-all") return false;
  if (findWalkedMarket(context, symbol)?.feed === undefined) return false;
  return state.orders.some(
    (order) =>
      order.status === "QUEUED" &&
      order.symbol === symbol &&
      (change.type === "cancel-all" || order.id === change.orderId),
  );
}

function cancelEach(
  draft: Draft,
  { change, symbols }: { change: Change; symbols: readonly string[] },
  run: Run,
): RejectReason | null {
  for (const symbol of symbols) {
    const reason = changeOrDefer(draft, { ...change, symbol } as Change, run);
    if (reason !== null) return reason;
  }
  return null;
}

/** The state that waiting changes leave if they are applied now; those that are rejected change nothing. */
function stateAfter({ state, context }: Draft, waiting: readonly DeferredChange[], run: Run): PortfolioState {
  const attempt: Draft = { state, context, events: [] };
  const done = new Set<DeferredChange>();
  for (const deferred of waiting) {
    if (done.has(deferred)) continue;
    const group = withSecondOfPair(waiting, deferred);
    for (const one of group) done.add(one);
    runAll(
      attempt,
      group.map(({ change }) => change),
      run,
    );
  }
  return attempt.state;
}

/** Defers a change, unless it is rejected, or has no effect, both now and after the changes that wait. */
function deferAlone(draft: Draft, waiting: Waiting, run: Run): RejectReason | null {
  const states = new Set([draft.state, stateAfter(draft, draft.state.deferred, run)]);
  const attempts = [...states].map((state) => {
    const attempt: Draft = { state, context: draft.context, events: [] };
    return { reason: run(attempt, waiting.change), isEffective: attempt.events.length > 0 };
  });
  const after = attempts.at(-1);
  // The result is that after the changes that wait: the other half of a pair must not outlive a rejection there.
  if (!attempts.some(({ isEffective }) => isEffective)) return after?.reason ?? null;
  const last = draft.state.deferred.findLast(({ change }) => targetOf(change) === targetOf(waiting.change));
  // The same change once more is needed where one in between lets it take effect.
  if (last !== undefined && isSame(last.change, waiting.change) && !after?.isEffective) return null;
  if (draft.state.deferred.length >= MAX_DEFERRED) return "market_data_stale";
  emit(draft, { type: "change-deferred", ...waiting });
  return null;
}

/** Defers the stop of a pair behind its leverage, also where it changes nothing by itself. */
function deferSecond(
  draft: Draft,
  { first, waiting }: { first: DeferredChange; waiting: Waiting },
  run: Run,
): RejectReason | null {
  const others = draft.state.deferred.filter((one) => one !== first);
  const attempt: Draft = { state: stateAfter(draft, others, run), context: draft.context, events: [] };
  const reason = runAll(attempt, [first.change, waiting.change], run);
  if (reason === null) emit(draft, { type: "change-deferred", ...waiting });
  return reason;
}

/** The kind of a change with the order or symbol that it is about: the last of several is the one that counts. */
function targetOf(change: Change): string {
  if ("orderId" in change) return `${change.type} ${change.orderId}`;
  const side = "side" in change ? (change.side ?? "") : "";
  return `${change.type} ${("symbol" in change && change.symbol) || "all"} ${side}`;
}

function symbolsOf(state: PortfolioState, change: Change): string[] {
  switch (change.type) {
    case "amend":
    case "cancel": {
      const order = findOrder(state, change.orderId);
      return order === null ? [] : [order.symbol];
    }
    case "cancel-all":
      return change.symbol !== undefined ? [change.symbol] : unique(state.orders);
    case "set-position-stops":
    case "adjust-margin":
      return [change.symbol];
    case "set-leverage": {
      const isUsed = findPosition(state, change.symbol) !== null || hasOrder(state, change.symbol);
      return isUsed ? [change.symbol] : [];
    }
    case "reset":
      return listPositionSymbols(state);
    default:
      return change satisfies never;
  }
}

function hasOrder(state: PortfolioState, symbol: string): boolean {
  return state.orders.some((order) => order.symbol === symbol);
}

function listPositionSymbols(state: PortfolioState): string[] {
  return unique([...state.orders, ...state.positions]);
}

function unique(items: readonly { symbol: string }[]): string[] {
  return [...new Set(items.map(({ symbol }) => symbol))];
}

/**
 * Whether added money could save a position from a price that its path has not reached yet: only that of a cross
 * account, whose balance is its margin.
 */
export function wouldSaveFromPast({ state, context }: Draft, amount: Money): boolean {
  if (amount <= 0n || state.marginMode !== "cross") return false;
  return state.positions.some(({ symbol }) => !isWalkedToNow(context, symbol));
}

function isWalkedToNow(context: Context, symbol: string): boolean {
  const market = findWalkedMarket(context, symbol);
  return market === null || isWalkedTo(context, market, toVenueMs(market, context.nowMs));
}

function hasReached(context: Context, symbol: string, venueMs: number): boolean {
  const market = findWalkedMarket(context, symbol);
  return market?.feed === undefined || market.feed.walkedMs >= venueMs;
}

/** The market of a symbol whose path is still walked; none where there are no prices, or no more of them. */
function findWalkedMarket(context: Context, symbol: string): Market | null {
  return instrumentOf(context, symbol).status === "closed" ? null : marketOf(context, symbol);
}

function venueNow(draft: Draft, symbol: string): number {
  const market: Market | null = marketOf(draft.context, symbol);
  return market === null ? draft.context.nowMs : toVenueMs(market, draft.context.nowMs);
}

function isSame(one: Change, other: Change): boolean {
  const text = (change: Change) =>
    JSON.stringify(change, (_key, value) => (typeof value === "bigint" ? `${value}n` : value));
  return text(one) === text(other);
}
