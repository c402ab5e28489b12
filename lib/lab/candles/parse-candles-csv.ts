import { type CandleColumns, type CandleRow, toColumns } from "@/lib/lab/candles/candle-columns";
import { LabError } from "@/lib/lab/lab-error";

const FIELDS = ["time", "open", "high", "low", "close", "volume"] as const;
type Field = (typeof FIELDS)[number];
const OTHER_NAMES: Record<string, Field> = {
  timestamp: "time",
  date: "time",
  datetime: "time",
  starttime: "time",
  start: "time",
  open_time: "time",
};

/**
 * Reads one-minute candles from CSV. A header line names the columns in any order; without one they are time,
 * open, high, low, close, volume. Times are text of ISO 8601 (UTC where none is named) or seconds,
 * milliseconds since 1970.
 * @throws LabError for a missing column or a line that is no candle
 */
export function parseCandlesCsv(text: string): CandleColumns {
  const lines = text.split("\n");
  const first = lines[0]?.trim() ?? "";
  const hasHeader = /[a-z]{3}/i.test(first.split(",")[1] ?? "");
  const places = hasHeader ? readHeader(first) : FIELDS.map((_, index) => index);
  const rows: CandleRow[] = [];
  for (let number = hasHeader ? 1 : 0; number < lines.length; number += 1) {
    const line = (lines[number] as string).trim();
    if (line !== "") rows.push(readLine(line, places, number + 1));
  }
  return toColumns(rows);
}

/** Where each field stands in a line; volume may be missing (-1). */
function readHeader(line: string): number[] {
  const names = line.split(",").map((name) => {
    const plain = name.trim().replaceAll('"', "").toLowerCase();
    return OTHER_NAMES[plain] ?? plain;
  });
  return FIELDS.map((field) => {
    const index = names.indexOf(field);
    if (index === -1 && field !== "volume") throw new LabError(`The candles have no column "${field}".`);
    return index;
  });
}

function readLine(line: string, places: readonly number[], number: number): CandleRow {
  const cells = line.split(",");
  const cell = (index: number) => cells[places[index] as number]?.trim() ?? "";
  const read = (index: number) => (cell(index) === "" ? Number.NaN : Number(cell(index)));
  const volume = places[5] === -1 ? 0 : read(5);
  const row = { time: readTime(cell(0)), open: read(1), high: read(2), low: read(3), close: read(4), volume };
  if (Number.isNaN(row.time + row.open + row.high + row.low + row.close + row.volume)) {
    throw new LabError(`Line ${number} is no candle: ${line.slice(0, 80)}`);
  }
  return row;
}

function readTime(text: string): number {
  const plain = text.replaceAll('"', "");
  if (/^\d+(\.0*)?$/.test(plain)) {
    const value = Number(plain);
    return value < 1e11 ? value * 1_000 : value;
  }
  const iso = plain.replace(" ", "T");
  return Date.parse(/(z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`);
}
