import type { TradeLine } from "@/components/terminal/chart/trading/list-trade-lines";

/** The colour of each line. */
export const LINE_TONES = {
  entry: "text-accent",
  even: "text-text-2",
  danger: "text-warn",
  stop: "text-down",
  target: "text-up",
  buy: "text-up",
  sell: "text-down",
  alert: "text-accent",
} as const satisfies Record<TradeLine["tone"], string>;
