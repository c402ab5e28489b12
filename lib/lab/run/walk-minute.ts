import { fromNumber, type Price } from "@/lib/core/decimal";
import { type Candle, includesPrice, splitCandle } from "@/lib/core/engine/matching/candle";
import { matchCandle } from "@/lib/core/engine/matching/match-candle";
import { triggerIndexOf } from "@/lib/core/engine/trigger-index";
import { currentMinute } from "@/lib/lab/candles/candle-store";
import { consumeEvents } from "@/lib/lab/run/consume-events";
import { showPrices } from "@/lib/lab/run/orders/broker";
import { reactToFill } from "@/lib/lab/run/react-to-fill";
import type { Feed, Simulation } from "@/lib/lab/run/simulation";
import { toNearestNumber } from "@/lib/lab/to-number";

/** Floats decide whether to look, decimals what happens: the range is widened by more than they can differ. */
const MARGIN = 1e-9;

/** Reveals the next minute of a symbol and lets the engine walk it, if it reaches any waiting price. */
export function walkMinute(simulation: Simulation, feed: Feed): void {
  const { store } = feed;
  store.revealed += 1;
  if (feed.route === null || !isTouched(simulation, feed)) return;
  showPrices(simulation);
  const candle = readCandle(feed);
  simulation.rest = candle;
  simulation.draft.context = simulation.context;
  const marks = simulation.config.venue === null ? null : markRange(feed);
  matchCandle(simulation.draft, feed.symbol, {
    candle,
    ...(marks === null
      ? {}
      : { marks: { low: fromNumber(marks.low) as Price, high: fromNumber(marks.high) as Price } }),
    previousClose: null,
    startMs: simulation.context.nowMs,
  });
  simulation.rest = null;
  store.partial = null;
  consumeEvents(simulation);
}

/** What the engine calls after each fill inside a candle: the strategy sees the candle up to there. */
export function reactInside(simulation: Simulation, orderId: string): void {
  consumeEvents(simulation);
  const fill = simulation.lastFill;
  const feed = simulation.feeds.find(({ symbol }) => symbol === fill?.symbol);
  if (feed === undefined || fill === null) return;
  if (orderId === "liquidation") feed.store.partial = null;
  else splitAt(simulation, feed, fromNumber(fill.price) as Price);
  reactToFill(simulation);
}

function splitAt(simulation: Simulation, feed: Feed, price: Price): void {
  if (simulation.rest === null || !includesPrice(simulation.rest, price)) return;
  const [earlier, later] = splitCandle(simulation.rest, price);
  simulation.rest = later;
  feed.store.partial = {
    open: toNearestNumber(earlier.open),
    high: toNearestNumber(earlier.high),
    low: toNearestNumber(earlier.low),
    close: toNearestNumber(earlier.close),
  };
}

/** Prices are continuous from minute to minute: until one of the nearest two is reached, none is. */
function isTouched(simulation: Simulation, feed: Feed): boolean {
  const { state } = simulation.draft;
  const minute = currentMinute(feed.store);
  const { open, low: lows, high: highs } = feed.store.columns;
  if (feed.triggers?.state !== state) {
    const { prices } = triggerIndexOf(state, feed.symbol, simulation.context);
    feed.triggers = { state, ...findNearest(prices.map(toNearestNumber), open[minute] as number) };
  }
  const { below, above } = feed.triggers;
  const marks = markRange(feed);
  const low = Math.min(lows[minute] as number, marks?.low ?? Number.POSITIVE_INFINITY) * (1 - MARGIN);
  const high = Math.max(highs[minute] as number, marks?.high ?? 0) * (1 + MARGIN);
  return low <= below || high >= above;
}

function findNearest(prices: readonly number[], at: number): { below: number; above: number } {
  let [below, above] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const price of prices) {
    if (price <= at && price > below) below = price;
    if (price >= at && price < above) above = price;
  }
  return { below, above };
}

/** The marks between which the minute moved: history has the one at its end only. */
function markRange({ mark, store }: Feed): { low: number; high: number } | null {
  if (mark === null) return null;
  const minute = currentMinute(store);
  const now = mark[minute] as number;
  const before = mark[minute - 1] ?? now;
  return { low: Math.min(before, now), high: Math.max(before, now) };
}

function readCandle({ store }: Feed): Candle {
  const minute = currentMinute(store);
  const read = (column: Float64Array) => fromNumber(column[minute] as number) as Price;
  const { open, high, low, close } = store.columns;
  return { open: read(open), high: read(high), low: read(low), close: read(close) };
}
