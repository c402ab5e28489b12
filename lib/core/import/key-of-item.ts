import { type Decimal, formatDecimal } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";

const MINUTE_MS = 60_000;

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

function rejectUnknown(item: never): never {
  throw new Error(`Unknown item ${JSON.stringify(item)}.`);
}
