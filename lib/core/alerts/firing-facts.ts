/** What was true when an alert fired. Decimals are text. */
export type FiringFacts =
  | { kind: "price"; way: "up" | "down"; price: string }
  | { kind: "move"; way: "up" | "down"; percent: string; price: string }
  | { kind: "indicator"; way: "up" | "down"; value: string; against: string }
  | { kind: "liquidation"; symbol: string; mark: string; liquidation: string; percent: string }
  | { kind: "headroom"; headroom: string }
  | { kind: "funding"; symbols: readonly string[]; minutes: number; rate: string | null }
  | { kind: "fill"; symbol: string; side: string; qty: string; price: string };
