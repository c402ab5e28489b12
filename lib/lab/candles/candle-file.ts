import { type CandleColumns, createColumns } from "@/lib/lab/candles/candle-columns";
import { LabError } from "@/lib/lab/lab-error";

/** A settled funding rate, a fraction of the position's value at the mark; longs pay it when above zero. */
export type FundingRate = { atMs: number; rate: number };

/** A funding rate with the mark that it is charged at; null: the last price. */
export type FundingInstant = FundingRate & { mark: number | null };

/** The candles of a month or a day with the mark price at each minute's end, and the funding settled in it. */
export type CandleFile = { columns: CandleColumns; mark: Float64Array; funding: readonly FundingRate[] };

type Header = {
  startMs: number;
  count: number;
  filled: number;
  /** Decimals of prices and volumes. */
  price: number;
  volume: number;
  funding: [atMs: number, rate: number][];
};

const MAGIC = "T0C1";
/** Open from the close before, close from the open, wicks from the body, mark from the close, volume. */
const COLUMNS = 6;
const BYTES = 4;
const LARGEST = 2 ** 31 - 1;

/**
 * A file as bytes: whole numbers of the smallest step, as differences that are mostly small, each column's
 * first, second, third and fourth bytes together, which compress far better than rows.
 */
export function encodeCandleFile(file: CandleFile, decimals: { price: number; volume: number }): Uint8Array {
  const { columns, mark, funding } = file;
  const count = columns.close.length;
  const volume = fitDecimals(columns.volume, decimals.volume);
  const header: Header = {
    startMs: columns.startMs,
    count,
    filled: columns.filled,
    price: decimals.price,
    volume,
    funding: funding.map(({ atMs, rate }) => [atMs, rate]),
  };
  const head = new TextEncoder().encode(`${MAGIC}${JSON.stringify(header)}\n`);
  const bytes = new Uint8Array(head.length + count * COLUMNS * BYTES);
  bytes.set(head);
  const units = (value: number | undefined) => Math.round((value ?? 0) * 10 ** decimals.price);
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    const open = units(columns.open[index]);
    const close = units(columns.close[index]);
    const row = [
      open - before,
      close - open,
      units(columns.high[index]) - Math.max(open, close),
      Math.min(open, close) - units(columns.low[index]),
      units(mark[index]) - close,
      Math.round((columns.volume[index] ?? 0) * 10 ** volume),
    ];
    for (const [column, value] of row.entries())
      writeNumber(bytes, { head: head.length, count, column, index }, value);
    before = close;
  }
  return bytes;
}

/** @throws LabError for bytes that are no such file */
export function decodeCandleFile(bytes: Uint8Array): CandleFile {
  const end = bytes.indexOf(10);
  const head = new TextDecoder().decode(bytes.subarray(0, Math.max(end, 0)));
  if (!head.startsWith(MAGIC)) throw new LabError("This is no file of candles.");
  const { startMs, count, filled, price, volume, funding } = JSON.parse(head.slice(MAGIC.length)) as Header;
  if (bytes.length !== end + 1 + count * COLUMNS * BYTES) throw new LabError("The file of candles is cut.");
  const columns = createColumns(startMs, count);
  const mark = new Float64Array(count);
  const [scale, amounts] = [10 ** price, 10 ** volume];
  const at = { head: end + 1, count, column: 0, index: 0 };
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    at.index = index;
    const open = before + readNumber(bytes, at, 0);
    const close = open + readNumber(bytes, at, 1);
    // Divided, not multiplied: the quotient is the float nearest to the decimal.
    columns.open[index] = open / scale;
    columns.close[index] = close / scale;
    columns.high[index] = (Math.max(open, close) + readNumber(bytes, at, 2)) / scale;
    columns.low[index] = (Math.min(open, close) - readNumber(bytes, at, 3)) / scale;
    mark[index] = (close + readNumber(bytes, at, 4)) / scale;
    columns.volume[index] = readNumber(bytes, at, 5) / amounts;
    before = close;
  }
  columns.filled = filled;
  return { columns, mark, funding: funding.map(([atMs, rate]) => ({ atMs, rate })) };
}

/** Fewer decimals where a coin's volumes are too large for four bytes. */
function fitDecimals(values: Float64Array, decimals: number): number {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  let fitting = decimals;
  while (fitting > -9 && largest * 10 ** fitting > LARGEST) fitting -= 1;
  return fitting;
}

type Place = { head: number; count: number; column: number; index: number };

/** Zigzag: small numbers of both signs have high bytes of zero. */
function writeNumber(bytes: Uint8Array, { head, count, column, index }: Place, value: number): void {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  for (let byte = 0; byte < BYTES; byte += 1) {
    bytes[head + (column * BYTES + byte) * count + index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

function readNumber(bytes: Uint8Array, { head, count, index }: Place, column: number): number {
  const first = head + column * BYTES * count + index;
  const value =
    (bytes[first] as number) +
    (bytes[first + count] as number) * 256 +
    (bytes[first + 2 * count] as number) * 65_536 +
    (bytes[first + 3 * count] as number) * 16_777_216;
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
