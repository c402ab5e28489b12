import { describe, expect, it, vi } from "vitest";
import {
  addPart,
  type CandleColumns,
  type CandleRow,
  extendColumns,
  sliceColumns,
  toColumns,
} from "@/lib/lab/candles/candle-columns";
import {
  decodeCandles,
  decodeMarks,
  encodeCandles,
  encodeMarks,
  findPart,
  joinParts,
} from "@/lib/lab/candles/candle-file";
import { listPeriods, readPeriod } from "@/lib/lab/candles/list-periods";
import { createRandom } from "@/lib/lab/seeded-random";

const START_MS = Date.parse("2025-06-01T00:00:00Z");
const random = createRandom(3);
let price = 1_042_175;
const rows = Array.from({ length: 3_000 }, (_, index): CandleRow => {
  const open = index % 40 === 0 ? price + 3 : price;
  price = open + Math.round((random() - 0.5) * 500);
  const [high, low] = [Math.max(open, price) + 7, Math.min(open, price) - 5];
  const [o, h, l, c] = [open, high, low, price].map((ticks) => ticks / 10) as [
    number,
    number,
    number,
    number,
  ];
  return {
    time: START_MS + index * 60_000,
    open: o,
    high: h,
    low: l,
    close: c,
    volume: Math.round(random() * 9e5) / 1e3,
  };
});
const columns = toColumns(rows);

/** The first part with the second one behind it. */
function join(first: CandleColumns, second: CandleColumns): CandleColumns {
  const minutes = (second.startMs - first.startMs) / 60_000 + second.close.length - first.close.length;
  const joined = extendColumns(first, minutes);
  addPart(joined, first.close.length, second);
  return joined;
}

describe("a file of candles", () => {
  const decimals = { price: 1, volume: 3 };

  it("gives back every figure to the last bit, in a third of the bytes", async () => {
    const bytes = encodeCandles(columns, decimals);
    expect(await decodeCandles(bytes)).toEqual(columns);
    expect(bytes.length).toBeLessThan(3_000 * 9);
    const long = join(columns, { ...columns, startMs: START_MS + 6_000 * 60_000 });
    const pause = vi.fn(async () => {});
    await decodeCandles(encodeCandles(long, decimals), pause);
    expect(pause).toHaveBeenCalledOnce();
  });

  it("gives back marks and funding", () => {
    const mark = columns.close.map((close) => Math.round(close * 10 + 4) / 10);
    const file = { startMs: START_MS, mark, funding: [{ atMs: START_MS, rate: -0.000123 }] };
    expect(decodeMarks(encodeMarks(file, 1))).toEqual(file);
  });

  it("keeps numbers of every length", async () => {
    const close = Float64Array.from({ length: 31 }, (_, bits) => 2 ** bits - (bits % 3 === 0 ? 0 : 1) || 1);
    const flat = { ...columns, open: close, high: close, low: close, close, volume: close.toReversed() };
    const decoded = await decodeCandles(encodeCandles({ ...flat, filled: 0 }, { price: 0, volume: 0 }));
    expect(decoded.close).toEqual(close);
    expect(decoded.volume).toEqual(flat.volume);
  });

  it("keeps volumes that are too large with fewer decimals, and rejects such prices", async () => {
    const large = { ...columns, volume: columns.volume.map((volume) => volume * 1e7) };
    const { volume } = await decodeCandles(encodeCandles(large, decimals));
    for (const [index, value] of volume.entries()) {
      expect(Math.abs(value - (large.volume[index] as number))).toBeLessThanOrEqual(10);
    }
    expect(() => encodeCandles(columns, { price: 6, volume: 3 })).toThrow("too large");
  });

  it("is stored with its marks, and one of an older version is recognised", () => {
    const parts = [encodeCandles(columns, decimals), new Uint8Array([84, 48, 77, 51])] as const;
    const stored = joinParts(...parts);
    expect([findPart(stored, "candles"), findPart(stored, "marks")]).toEqual(parts);
    expect(findPart(new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0]), "candles")).toBeNull();
  });

  it("rejects other bytes and half a file", async () => {
    await expect(decodeCandles(new TextEncoder().encode("<html>\n"))).rejects.toThrow("no file of candles");
    const bytes = encodeCandles(columns, decimals);
    await expect(decodeCandles(bytes.subarray(0, 5_000))).rejects.toThrow("is cut");
  });
});

it("parts are joined to what they were cut from, and a gap between them is filled", () => {
  const [first, second] = [sliceColumns(columns, 0, 1_000), sliceColumns(columns, 1_000, 3_000)];
  expect(join(first, second)).toEqual(columns);
  const gap = join(first, sliceColumns(columns, 1_010, 3_000));
  expect(gap.filled).toBe(10);
  expect(gap.close[1_009]).toBe(columns.close[999]);
  expect(() => join(first, first)).toThrow("overlap");
});

it("a range is covered by months that have ended, then days, then nothing", () => {
  const names = (from: string, to: string, ended: string) =>
    listPeriods({ fromMs: Date.parse(from), toMs: Date.parse(to) }, Date.parse(ended)).map(
      ({ name }) => name,
    );
  expect(names("2025-04-20", "2025-06-04", "2025-06-03T12:00Z")).toEqual([
    "2025-04",
    "2025-05",
    "2025-06-01",
    "2025-06-02",
  ]);
  expect(names("2025-06-03T05:00Z", "2025-06-03T09:00Z", "2025-06-03T12:00Z")).toEqual([]);
  expect(readPeriod("2025-13")).toBeNull();
  expect(readPeriod("2025-02-30")).toBeNull();
  expect(readPeriod("2024-02")?.toMs).toBe(Date.parse("2024-03-01"));
});
