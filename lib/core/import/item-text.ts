import {
  type Decimal,
  formatDecimal,
  type Money,
  type Price,
  parseDecimal,
  type Qty,
} from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";

const MINUTE_MS = 60_000;
const DECIMAL = /^-?\d+(\.\d+)?n$/;

/**
 * The key by which a row of another file is the same: the venue's id, or all of its values, with the time to the
 * minute since a spreadsheet loses the seconds.
 */
export function keyOfItem(item: ImportItem): string {
  const { kind, symbol, id } = item;
  if (id !== null) return `i ${kind} ${symbol} ${id}`;
  const minute = Math.floor(item.atMs / MINUTE_MS);
  return ["v", kind, symbol, minute, ...valuesOf(item)].join(" ");
}

/** Whether rows of the same key are one row; without an id they are counted. */
export function isUniqueKey(key: string): boolean {
  return key.startsWith("i ");
}

function valuesOf(item: ImportItem): string[] {
  const show = (value: Decimal) => formatDecimal(value);
  switch (item.kind) {
    case "fill":
      return [item.side, item.effect ?? "", show(item.qty), show(item.price), show(item.fee)];
    case "funding":
      return [show(item.paid)];
    case "trip":
      return [
        item.side,
        show(item.qty),
        show(item.entryPrice),
        show(item.exitPrice),
        show(item.gross),
        show(item.fees),
        show(item.funding),
      ];
    default:
      return rejectUnknown(item);
  }
}

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

function rejectUnknown(item: never): never {
  throw new Error(`Unknown item ${JSON.stringify(item)}.`);
}
