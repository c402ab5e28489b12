import type { Interval } from "@/lib/core/candle-interval";

/** What an alert watches. */
export const ALERT_KINDS = [
  "price",
  "move",
  "indicator",
  "liquidation",
  "headroom",
  "funding",
  "fill",
] as const;

/** Way in which a level is crossed or a price moves. */
export const ALERT_DIRECTIONS = ["up", "down", "either"] as const;
export type AlertDirection = (typeof ALERT_DIRECTIONS)[number];

/** `paused` by its owner; `fired` once and done; `expired` at its end. Only active alerts are evaluated. */
export const ALERT_STATUSES = ["active", "paused", "fired", "expired"] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** Windows in which a move is measured, minutes. */
export const MOVE_WINDOWS = [5, 15, 60, 240, 1440] as const;
export type MoveWindow = (typeof MOVE_WINDOWS)[number];

/** Indicators of an alert, computed from closed candles: RSI against a level, the close against an average. */
export const ALERT_INDICATORS = ["rsi", "sma", "ema"] as const;
export type AlertIndicator = (typeof ALERT_INDICATORS)[number];

/** Time between two firings of a repeating alert, at least, ms. */
export const REPEAT_AFTER_MS = 60_000;

/** Active and paused alerts that one user may have. */
export const MAX_ALERTS = 200;

/** The condition of an alert. Decimals are text; `percent` is a percentage, `amount` quote currency. */
export type AlertCondition =
  | { kind: "price"; symbol: string; level: string; direction: AlertDirection }
  | { kind: "move"; symbol: string; percent: string; windowMinutes: MoveWindow; direction: AlertDirection }
  | {
      kind: "indicator";
      symbol: string;
      interval: Interval;
      indicator: AlertIndicator;
      /** Candles that the indicator covers. */
      length: number;
      /** Level of the RSI; null for an average, which the close crosses. */
      level: string | null;
      direction: AlertDirection;
    }
  | { kind: "liquidation"; portfolioId: string; percent: string }
  | { kind: "headroom"; portfolioId: string; amount: string }
  | { kind: "funding"; portfolioId: string; minutes: number }
  | { kind: "fill"; portfolioId: string };

/** Whether a crossing in direction `way` is one that the alert waits for. */
export function isWanted(direction: AlertDirection, way: "up" | "down"): boolean {
  return direction === "either" || direction === way;
}
