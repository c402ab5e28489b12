import type { Price } from "@/lib/core/decimal";
import type { Context } from "@/lib/core/engine/context";
import { calculateFloorAlarm } from "@/lib/core/engine/matching/floor-price";
import { isConditional, type Order, triggersOnFall, workingPrice } from "@/lib/core/engine/orders/order";
import { trailTrigger } from "@/lib/core/engine/orders/trail-trigger";
import { closingSide } from "@/lib/core/engine/positions/position";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";

/** A trigger price of a portfolio, and whether a falling market reaches it. */
export type TriggerLevel = { price: Price; onFall: boolean };

/** The levels that a path is compared with before it is walked. Sorted, for fast range look-ups. */
export type TriggerIndex = {
  prices: readonly Price[];
  /** Highest level that a falling market reaches, lowest that a rising one reaches; null for none. */
  sellTriggerMax: Price | null;
  buyTriggerMin: Price | null;
  /** Something depends on every price, so that every path must be walked. */
  always: boolean;
};

const CACHE = new WeakMap<PortfolioState, Map<string, TriggerIndex>>();

/** The trigger index of a symbol; calculated once for each state, since states never change. */
export function triggerIndexOf(state: PortfolioState, symbol: string, context: Context): TriggerIndex {
  let bySymbol = CACHE.get(state);
  if (bySymbol === undefined) {
    bySymbol = new Map();
    CACHE.set(state, bySymbol);
  }
  const cached = bySymbol.get(symbol);
  if (cached !== undefined) return cached;
  const index = buildTriggerIndex(state, symbol, context);
  bySymbol.set(symbol, index);
  return index;
}

/**
 * Every level of the symbol: resting orders, position stops, the liquidation price, and the prices from which
 * a challenge's rules must be evaluated.
 */
export function listTriggerLevels(state: PortfolioState, symbol: string, context: Context): TriggerLevel[] {
  const levels: TriggerLevel[] = [];
  // A waiting market order of an exact venue is matched on the path too (engine-reference A.6).
  const isExact = context.rules.restingFill === "own-price";
  for (const order of state.orders) {
    if (order.symbol !== symbol || (order.status === "QUEUED" && !isExact)) continue;
    const price = triggerLevelOf(order);
    if (price !== null) levels.push({ price, onFall: matchesOnFall(order) });
  }
  const instrument = context.instruments.get(symbol);
  for (const position of state.positions) {
    if (position.symbol !== symbol) continue;
    const falls = closingSide(position) === "sell";
    if (position.stopLoss) levels.push({ price: position.stopLoss.price, onFall: falls });
    if (position.takeProfit) levels.push({ price: position.takeProfit.price, onFall: !falls });
    const liquidation = instrument && context.rules.liquidationPrice(state, position, instrument);
    if (liquidation) levels.push({ price: liquidation, onFall: falls });
  }
  const alarm = calculateFloorAlarm(state, context, symbol);
  if (alarm !== null) levels.push(alarm);
  return levels;
}

/** Whether a market that moved from `low` to `high` may have matched anything. No false negatives. */
export function mayTrigger(
  index: TriggerIndex,
  range: { low: Price; high: Price },
  exactLevels: boolean,
): boolean {
  if (index.always) return true;
  if (exactLevels) return holdsLevel(index.prices, range);
  return (
    (index.sellTriggerMax !== null && range.low <= index.sellTriggerMax) ||
    (index.buyTriggerMin !== null && range.high >= index.buyTriggerMin)
  );
}

/** Whether a falling price matches the order: resting buys, sell stops, buy targets. */
export function matchesOnFall(order: Order): boolean {
  return isConditional(order) ? triggersOnFall(order) : order.side === "buy";
}

function triggerLevelOf(order: Order): Price | null {
  if (!isConditional(order)) return workingPrice(order);
  if (order.trail !== null) return trailTrigger(order) ?? order.trail.activation;
  return order.trigger?.price ?? null;
}

function buildTriggerIndex(state: PortfolioState, symbol: string, context: Context): TriggerIndex {
  const levels = listTriggerLevels(state, symbol, context).sort((a, b) => compare(a.price, b.price));
  const falling = levels.filter((level) => level.onFall);
  const trails = state.orders.some((order) => order.symbol === symbol && order.trail !== null);
  const byAccount = context.rules.candleLiquidation === "level" && state.marginMode === "cross";
  return {
    prices: levels.map((level) => level.price),
    sellTriggerMax: falling.at(-1)?.price ?? null,
    buyTriggerMin: levels.find((level) => !level.onFall)?.price ?? null,
    always: trails || (byAccount && findPosition(state, symbol) !== null),
  };
}

function holdsLevel(prices: readonly Price[], range: { low: Price; high: Price }): boolean {
  let from = 0;
  let to = prices.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((prices[middle] as Price) < range.low) from = middle + 1;
    else to = middle;
  }
  const first = prices[from];
  return first !== undefined && first <= range.high;
}

function compare(a: Price, b: Price): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
