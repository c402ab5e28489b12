import { type CandleColumns, type CandleRow, toColumns } from "@/lib/lab/candles/candle-columns";
import { LabError } from "@/lib/lab/lab-error";

const BYTE_ORDER_MARK = 0xfeff;
const FIELDS = ["time", "open", "high", "low", "close", "volume"] as const;
type Field = (typeof FIELDS)[number];
/** Names that exchanges and tools use, without case, spaces and underscores. */
const OTHER_NAMES: Record<string, Field> = {
  timestamp: "time",
  date: "time",
  datetime: "time",
  unix: "time",
  starttime: "time",
  startat: "time",
  start: "time",
  opentime: "time",
  o: "open",
  h: "high",
  l: "low",
  c: "close",
  v: "volume",
  vol: "volume",
  basevolume: "volume",
  openprice: "open",
  highprice: "high",
  lowprice: "low",
  closeprice: "close",
};

/**
 * Reads one-minute candles from CSV, separated by commas, semicolons or tabs. A header line names the columns
 * in any order; without one they are time, open, high, low, close, volume. Times are text of ISO 8601 (UTC
 * where none is named) or seconds, milliseconds or microseconds since 1970.
 * @throws LabError for a missing column or a line that is no candle
 */
export function parseCandlesCsv(text: string): CandleColumns {
  const lines = text.slice(text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0).split("\n");
  // numpy marks a header as a comment.
  const first = lines[0]?.replace(/^#/, "").trim() ?? "";
  const separator = [";", "\t", ","].find((mark) => first.includes(mark)) ?? " ";
  const names = split(first, separator);
  const hasHeader = names.slice(1).some((name) => /^[a-z]/i.test(name));
  const places = hasHeader ? readHeader(names) : FIELDS.map((_, index) => index);
  const rows: CandleRow[] = [];
  for (let number = hasHeader ? 1 : 0; number < lines.length; number += 1) {
    const line = (lines[number] as string).trim();
    if (line === "") continue;
    const row = readCells(split(line, separator), places);
    if (row === null) throw new LabError(`Line ${number + 1} is no candle: ${line.slice(0, 80)}`);
    rows.push(row);
  }
  return toColumns(hasHeader ? rows : reorder(rows));
}

/**
 * Reads one-minute candles from JSON: a list of them, each a list of numbers in the order of a CSV without a header or
 * an object with the names of one. @throws LabError for one that is no candle
 */
export function parseCandlesJson(list: readonly unknown[]): CandleColumns {
  const [first] = list;
  const names = Array.isArray(first) ? null : Object.keys((first ?? {}) as object);
  const places = names === null ? FIELDS.map((_, index) => index) : readHeader(names);
  const rows = list.map((one, index) => {
    const cells = Array.isArray(one) ? one : names?.map((name) => (one as Record<string, unknown>)?.[name]);
    const row = readCells((cells ?? []).map(String), places);
    if (row === null) throw new LabError(`Candle ${index + 1} is none: ${JSON.stringify(one)?.slice(0, 80)}`);
    return row;
  });
  return toColumns(names === null ? reorder(rows) : rows);
}

/** Columns without names may also be in jesse's order, time, open, close, high, low: where only that one fits. */
function reorder(rows: CandleRow[]): CandleRow[] {
  if (rows.every(isOrdered)) return rows;
  const changed = rows.map((row) => ({ ...row, close: row.high, high: row.low, low: row.close }));
  return changed.every(isOrdered) ? changed : rows;
}

function isOrdered({ open, high, low, close }: CandleRow): boolean {
  return low <= Math.min(open, close) && high >= Math.max(open, close);
}

function split(line: string, separator: string): string[] {
  if (separator === " ") return line.split(/\s+/);
  const cells = line.split(separator);
  return line.includes('"') || line.includes(" ")
    ? cells.map((cell) => cell.replaceAll('"', "").trim())
    : cells;
}

/** Where each field stands in a line; volume may be missing (-1). */
function readHeader(header: readonly string[]): number[] {
  const names = header.map((name) => {
    const plain = name.toLowerCase().replaceAll(/[\s_]/g, "");
    return OTHER_NAMES[plain] ?? (plain.startsWith("volume") ? "volume" : plain);
  });
  return FIELDS.map((field) => {
    const index = names.indexOf(field);
    if (index === -1 && field !== "volume") throw new LabError(`The candles have no column "${field}".`);
    return index;
  });
}

function readCells(cells: readonly string[], places: readonly number[]): CandleRow | null {
  const row = {
    time: readTime(cells[places[0] as number] ?? ""),
    open: readFigure(cells[places[1] as number]),
    high: readFigure(cells[places[2] as number]),
    low: readFigure(cells[places[3] as number]),
    close: readFigure(cells[places[4] as number]),
    volume: places[5] === -1 ? 0 : readFigure(cells[places[5] as number]),
  };
  const isWhole = !Number.isNaN(row.time + row.open + row.high + row.low + row.close + row.volume);
  return isWhole ? row : null;
}

function readFigure(text: string | undefined): number {
  return text === undefined || text.trim() === "" ? Number.NaN : Number(text);
}

/** A time of text in ms; NaN for one that is none. */
export function readTime(text: string): number {
  if (/^\d+(\.\d*)?(e\+?\d+)?$/i.test(text)) {
    const value = Number(text);
    if (value < 1e11) return value * 1_000;
    return value < 1e14 ? value : value / 1_000;
  }
  const iso = text.replace(" ", "T");
  return Date.parse(/(z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`);
}
