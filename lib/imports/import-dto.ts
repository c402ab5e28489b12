import "server-only";
import { formatDecimal, formatRounded } from "@/lib/core/decimal";
import type { ImportItem } from "@/lib/core/import/import-item";
import { decodeItem } from "@/lib/core/import/item-text";
import { ROW_FAULTS, type RowFaultCode } from "@/lib/core/import/row-fault";
import type { ImportRow, NewReject } from "@/lib/db/imports/imports";
import type { ImportDto, ImportPreview } from "@/lib/schemas/imports";

/** A stored import as the API returns it. */
export function toImportDto(row: ImportRow): ImportDto {
  const { id, portfolioId, fileName, zone, rows, ignored, trades, duplicates, rejected, openPositions } = row;
  const figures = { rows, ignored, trades, duplicates, rejected, openPositions };
  return {
    id,
    portfolioId,
    source: row.source as ImportDto["source"],
    fileName,
    status: row.status === "done" ? "done" : "reading",
    progress: row.status === "done" ? 1 : Math.min(0.99, row.bytesRead / Math.max(1, row.bytes)),
    zone,
    ...figures,
    otherFees: row.otherFees as Record<string, string>,
    createdAt: row.createdAt.toISOString(),
  };
}

/** A rejected row with its sentence; one that only the building of trades rejected is shown by its values. */
export function toRejectDto({ line, code, text }: NewReject): ImportPreview["rejects"][number] {
  const isItem = code === "close_without_opening" || code === "funding_without_position";
  const shown = isItem && text.startsWith("{") ? describeItem(decodeItem(text)) : text;
  return { line, code, reason: ROW_FAULTS[code as RowFaultCode] ?? code, text: shown };
}

/** An item as a row of the preview. */
export function toSampleDto(item: ImportItem): ImportPreview["sample"][number] {
  const about = {
    line: item.line,
    kind: item.kind,
    at: new Date(item.atMs).toISOString(),
    symbol: item.symbol,
  };
  switch (item.kind) {
    case "fill":
      return {
        ...about,
        side: item.side,
        qty: formatRounded(item.qty),
        price: formatRounded(item.price),
        amount: formatRounded(item.fee),
      };
    case "funding":
      return { ...about, side: null, qty: null, price: null, amount: formatRounded(item.paid) };
    case "trip":
      return {
        ...about,
        side: item.side,
        qty: formatRounded(item.qty),
        price: formatRounded(item.exitPrice),
        amount: formatRounded(item.gross),
      };
    default:
      return rejectUnknown(item);
  }
}

function describeItem(item: ImportItem): string {
  const at = new Date(item.atMs).toISOString();
  if (item.kind === "funding") return `${at} ${item.symbol} funding ${formatDecimal(item.paid)}`;
  if (item.kind === "trip") return `${at} ${item.symbol} ${item.side}`;
  return `${at} ${item.symbol} ${item.side} ${formatDecimal(item.qty)} at ${formatDecimal(item.price)}`;
}

function rejectUnknown(item: never): never {
  throw new Error(`Unknown item ${JSON.stringify(item)}.`);
}
