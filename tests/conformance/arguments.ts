import { type Decimal, fromNumber, type Money, type Price, type Qty, toNumber } from "@/lib/core/decimal";
import { type JsonObject, numberAt, textAt } from "@/tests/conformance/case-file";

/** Reads the named arguments of a function case as exact decimals. A missing one without fallback throws. */
export type Arguments = {
  decimal: (key: string, fallback?: number) => Decimal;
  price: (key: string, fallback?: number) => Price;
  qty: (key: string) => Qty;
  money: (key: string, fallback?: number) => Money;
  text: (key: string, fallback?: string) => string;
  isLong: () => boolean;
  has: (key: string) => boolean;
  raw: JsonObject;
};

/** Other names that a case file may use for the same argument. */
const OTHER_NAMES: Record<string, string> = {
  entry_price: "entry",
  avg_price: "entry",
  exit_price: "exit",
  size: "qty",
  taker_rate: "taker",
  taker_fee: "taker",
  taker_fee_rate: "taker",
  realised_pnl: "realised",
  realized_pnl: "realised",
  realized: "realised",
  mark_price: "mark",
  index_price: "index",
  funding_rate: "rate",
  deduction: "mm_deduction",
};

export function readArguments(given: JsonObject): Arguments {
  const raw = { ...given };
  for (const [other, name] of Object.entries(OTHER_NAMES)) raw[name] ??= given[other] ?? null;
  const decimal = (key: string, fallback?: number) => fromNumber(numberAt(raw, key, fallback));
  return {
    decimal,
    price: (key, fallback) => decimal(key, fallback) as Price,
    qty: (key) => decimal(key) as Qty,
    money: (key, fallback) => decimal(key, fallback) as Money,
    text: (key, fallback) => textAt(raw, key, fallback),
    isLong: () => isLongSide(textAt(raw, "side", "long")),
    has: (key) => raw[key] !== undefined && raw[key] !== null,
    raw,
  };
}

/** "long" and "buy" are one direction, "short" and "sell" the other. @throws Error for any other word. */
export function isLongSide(side: string): boolean {
  if (side === "long" || side === "buy") return true;
  if (side === "short" || side === "sell") return false;
  throw new Error(`Unknown side "${side}".`);
}

/** Every decimal of a result as a number, for the comparison with a case file. */
export function toNumbers(result: Record<string, Decimal | null>): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(result).map(([key, value]) => [key, value === null ? null : toNumber(value)]),
  );
}
