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

export function readArguments(raw: JsonObject): Arguments {
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
