import { type AlertDirection, isWanted } from "@/lib/core/alerts/alert";
import type { Price } from "@/lib/core/decimal";
import type { PricePath, WalkedCandle } from "@/lib/core/engine/context";

/** Where the last price was relative to the level; null while that is unknown. */
export type AlertSide = "below" | "above" | null;

/** What the walk of a path needs of a price alert. */
export type PriceAlert = {
  level: Price;
  direction: AlertDirection;
  side: AlertSide;
  /** Prices up to this instant of the venue's clock have no effect, ms. */
  afterMs: number;
  /** Venue time from which it has no effect any more, ms; null for none. */
  expiresMs: number | null;
};

/** A crossing that the alert waited for: the price, and its venue time in ms. */
export type Crossing = { way: "up" | "down"; price: Price; timeMs: number };

/** The alert after a path. `afterMs` has advanced if the path had any effect. */
export type WalkedAlert = { side: AlertSide; afterMs: number; crossing: Crossing | null };

type Print = { price: Price; timeMs: number };

/**
 * Walks a path of last prices for a price alert, up to the first crossing in its direction. A price rises
 * through the level when it is at or above it and the one before was below, and falls through it likewise.
 * After a price at exactly the level, and where no price is known yet, the next price off the level decides
 * the side without a crossing. A candle that began before the alert counts only with its close, since its
 * prices may be older than the alert. Walking the same path again has no effect.
 */
export function walkPriceAlert(alert: PriceAlert, path: PricePath): WalkedAlert {
  let { side, afterMs } = alert;
  for (const print of listPrints(path, alert)) {
    if (print.price <= 0n || (alert.expiresMs !== null && print.timeMs >= alert.expiresMs)) continue;
    const way = findCrossing(side, print.price, alert.level);
    const next = findSide(print.price, alert.level);
    if (way !== null || next !== side) afterMs = Math.max(afterMs, print.timeMs);
    side = next;
    if (way !== null && isWanted(alert.direction, way)) return { side, afterMs, crossing: { way, ...print } };
  }
  return { side, afterMs, crossing: null };
}

/** The side of a price; null at exactly the level. */
export function findSide(price: Price, level: Price): AlertSide {
  if (price === level) return null;
  return price > level ? "above" : "below";
}

/** The prices at which the price path must find the alert: null where a price in that direction is not awaited. */
export function findTriggers(side: AlertSide, level: Price): { riseAt: Price | null; fallAt: Price | null } {
  return { riseAt: side === "above" ? null : level, fallAt: side === "below" ? null : level };
}

function findCrossing(side: AlertSide, price: Price, level: Price): Crossing["way"] | null {
  if (side === "below" && price >= level) return "up";
  if (side === "above" && price <= level) return "down";
  return null;
}

function listPrints(path: PricePath, { afterMs, level }: PriceAlert): Print[] {
  if (path.kind === "candle") return listCandlePrints(path, afterMs, level);
  return path.points
    .filter(({ timeMs }) => timeMs > afterMs)
    .map(({ last, timeMs }) => ({ price: last, timeMs }));
}

/**
 * A candle as prices in the order that its colour suggests. A level inside it is crossed at the level: the
 * price between its extremes is continuous.
 */
function listCandlePrints(path: WalkedCandle, afterMs: number, level: Price): Print[] {
  const { open, high, low, close } = path.candle;
  const endMs = path.endMs ?? path.startMs;
  if (endMs <= afterMs) return [];
  const last = { price: close, timeMs: endMs };
  if (path.startMs < afterMs) return [last];
  const extremes = close >= open ? [low, high] : [high, low];
  const first = path.previousClose === null ? [open] : [path.previousClose, open];
  const prices = [...first, ...extremes, close];
  return prices.flatMap((price, index) => {
    const before = prices[index - 1];
    const print = { price, timeMs: endMs };
    const isContinuous = index >= first.length;
    const passes = before !== undefined && (before < level ? price > level : before > level && price < level);
    return isContinuous && passes ? [{ price: level, timeMs: endMs }, print] : [print];
  });
}
