import {
  type Decimal,
  formatDecimal,
  type Money,
  type Price,
  parseDecimal,
  type Qty,
} from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";

const DECIMAL = /^-?\d+(\.\d+)?n$/;

/** An item as JSON text, its decimals as `"1.5n"`. */
export function encodeItem(item: ImportItem): string {
  return JSON.stringify(item, (_key, value) =>
    typeof value === "bigint" ? `${formatDecimal(value as Decimal)}n` : value,
  );
}

/** The item of a stored text. Text of the file is never in a field that holds a decimal. */
export function decodeItem(text: string): ImportItem {
  const free = new Set(["symbol", "id", "coin", "notes", "setup"]);
  return JSON.parse(text, (key, value) =>
    !free.has(key) && !/^\d+$/.test(key) && typeof value === "string" && DECIMAL.test(value)
      ? (parseDecimal(value.slice(0, -1)) as Qty & Price & Money)
      : value,
  ) as ImportItem;
}
