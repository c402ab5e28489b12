import { type CandleColumns, createColumns } from "@/lib/lab/candles/candle-columns";
import { ColumnModel, NumberReader, NumberWriter } from "@/lib/lab/candles/number-coder";
import { LabError } from "@/lib/lab/lab-error";

/** A settled funding rate, a fraction of the position's value at the mark; longs pay it when above zero. */
export type FundingRate = { atMs: number; rate: number };

/** A funding rate with the mark that it is charged at; null: the last price. */
export type FundingInstant = FundingRate & { mark: number | null };

/** Mark prices by minute, the first one at the end of the minute that starts at `startMs`, and the funding settled. */
export type MarkFile = { startMs: number; mark: Float64Array; funding: readonly FundingRate[] };

/** Both files of a month or a day, as they are stored. A run by jesse's rules needs no marks. */
export const FILE_PARTS = ["candles", "marks"] as const;
export type FilePart = (typeof FILE_PARTS)[number];

type Head = { startMs: number; count: number; price: number; bytes: number };
type CandleHead = Head & { filled: number; volume: number };
type MarkHead = Head & { funding: [atMs: number, rate: number][] };

const MAGIC = { candles: "T0C3", marks: "T0M3" } as const;
/** The most that a number may be. */
const LARGEST = 2 ** 31 - 1;
/** Rows that are unpacked at once, in some milliseconds: between them a page stays responsive. */
const STEP = 8_192;

/**
 * Candles as bytes: whole numbers of the smallest step, as differences that are mostly small (open from the close
 * before, close from the open, wicks from the body), and volume. `decimals` are those of the steps.
 */
export function encodeCandles(
  columns: CandleColumns,
  decimals: { price: number; volume: number },
): Uint8Array<ArrayBuffer> {
  const count = columns.close.length;
  const volume = fitDecimals(columns.volume, decimals.volume);
  const units = (value: number | undefined) => Math.round((value ?? 0) * 10 ** decimals.price);
  const models = createModels(5);
  const writer = new NumberWriter();
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    const open = units(columns.open[index]);
    const close = units(columns.close[index]);
    const row = [
      toUnsigned(open - before),
      toUnsigned(close - open),
      units(columns.high[index]) - Math.max(open, close),
      Math.min(open, close) - units(columns.low[index]),
      Math.round((columns.volume[index] ?? 0) * 10 ** volume),
    ];
    for (const [column, value] of row.entries()) write(writer, models[column] as ColumnModel, value);
    before = close;
  }
  const { startMs, filled } = columns;
  return addHead("candles", { startMs, count, filled, price: decimals.price, volume }, writer.finish());
}

/** The candles of such bytes; pauses when asked to. @throws LabError for bytes that are none */
export async function decodeCandles(
  bytes: Uint8Array,
  pause: () => Promise<void> = async () => {},
): Promise<CandleColumns> {
  const { head, body } = readHead<CandleHead>("candles", bytes);
  const columns = createColumns(head.startMs, head.count);
  const [scale, amounts] = [10 ** head.price, 10 ** head.volume];
  const [opens, closes, highs, lows, volumes] = createModels(5) as FiveModels;
  const reader = new NumberReader(body);
  let before = 0;
  for (let index = 0; index < head.count; index += 1) {
    if (index % STEP === STEP - 1) await pause();
    const open = before + toSigned(reader.read(opens));
    const close = open + toSigned(reader.read(closes));
    // Divided, not multiplied: the quotient is the float nearest to the decimal.
    columns.open[index] = open / scale;
    columns.close[index] = close / scale;
    columns.high[index] = (Math.max(open, close) + reader.read(highs)) / scale;
    columns.low[index] = (Math.min(open, close) - reader.read(lows)) / scale;
    columns.volume[index] = reader.read(volumes) / amounts;
    before = close;
  }
  columns.filled = head.filled;
  return columns;
}

/** Marks as differences, and the funding. `price`: decimals of the price step. */
export function encodeMarks({ startMs, mark, funding }: MarkFile, price: number): Uint8Array<ArrayBuffer> {
  const [model] = createModels(1) as [ColumnModel];
  const writer = new NumberWriter();
  let before = 0;
  for (const value of mark) {
    const now = Math.round(value * 10 ** price);
    write(writer, model, toUnsigned(now - before));
    before = now;
  }
  const rates = funding.map(({ atMs, rate }): [number, number] => [atMs, rate]);
  return addHead("marks", { startMs, count: mark.length, price, funding: rates }, writer.finish());
}

/** @throws LabError for bytes that are no marks */
export function decodeMarks(bytes: Uint8Array): MarkFile {
  const { head, body } = readHead<MarkHead>("marks", bytes);
  const [model] = createModels(1) as [ColumnModel];
  const reader = new NumberReader(body);
  let now = 0;
  const mark = new Float64Array(head.count).map(() => {
    now += toSigned(reader.read(model));
    return now / 10 ** head.price;
  });
  return { startMs: head.startMs, mark, funding: head.funding.map(([atMs, rate]) => ({ atMs, rate })) };
}

type FiveModels = [ColumnModel, ColumnModel, ColumnModel, ColumnModel, ColumnModel];

function createModels(count: number): ColumnModel[] {
  return Array.from({ length: count }, () => new ColumnModel());
}

function addHead(
  part: FilePart,
  head: Omit<CandleHead, "bytes"> | Omit<MarkHead, "bytes">,
  body: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`${MAGIC[part]}${JSON.stringify({ ...head, bytes: body.length })}\n`);
  const bytes = new Uint8Array(text.length + body.length);
  bytes.set(text);
  bytes.set(body, text.length);
  return bytes;
}

function readHead<T extends Head>(part: FilePart, bytes: Uint8Array): { head: T; body: Uint8Array } {
  const end = bytes.indexOf(10);
  const text = new TextDecoder().decode(bytes.subarray(0, Math.max(end, 0)));
  if (!text.startsWith(MAGIC[part])) throw new LabError(`This is no file of ${part}.`);
  const head = JSON.parse(text.slice(MAGIC[part].length)) as T;
  const body = bytes.subarray(end + 1);
  if (body.length !== head.bytes) throw new LabError(`The file of ${part} is cut.`);
  return { head, body };
}

/** Both parts as one stored file: the length of the first in four bytes, then both. */
export function joinParts(candles: Uint8Array, marks: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + candles.length + marks.length);
  new DataView(bytes.buffer).setUint32(0, candles.length);
  bytes.set(candles, 4);
  bytes.set(marks, 4 + candles.length);
  return bytes;
}

/** A part of a stored file; null where it is of an older version. */
export function findPart(stored: Uint8Array<ArrayBuffer>, part: FilePart): Uint8Array<ArrayBuffer> | null {
  const length = new DataView(stored.buffer, stored.byteOffset).getUint32(0);
  const bytes = part === "candles" ? stored.subarray(4, 4 + length) : stored.subarray(4 + length);
  const isCurrent = new TextDecoder().decode(bytes.subarray(0, 4)) === MAGIC[part];
  return isCurrent ? bytes : null;
}

function write(writer: NumberWriter, model: ColumnModel, value: number): void {
  if (value < 0 || value > LARGEST) throw new LabError(`A candle has a figure that is too large: ${value}.`);
  writer.write(model, value);
}

/** Fewer decimals where a coin's volumes are too large. */
function fitDecimals(values: Float64Array, decimals: number): number {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  let fitting = decimals;
  while (fitting > -9 && largest * 10 ** fitting > LARGEST) fitting -= 1;
  return fitting;
}

/** Zigzag: small numbers of both signs are small. */
function toUnsigned(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

function toSigned(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
