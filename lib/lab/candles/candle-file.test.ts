import { describe, expect, it } from "vitest";
import { type CandleRow, joinColumns, sliceColumns, toColumns } from "@/lib/lab/candles/candle-columns";
import { decodeCandleFile, encodeCandleFile } from "@/lib/lab/candles/candle-file";
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

describe("a file of candles", () => {
  it("gives back every figure to the last bit, marks and funding too", () => {
    const mark = columns.close.map((close) => Math.round(close * 10 + 4) / 10);
    const file = { columns, mark, funding: [{ atMs: START_MS, rate: -0.000123 }] };
    const bytes = encodeCandleFile(file, { price: 1, volume: 3 });
    expect(decodeCandleFile(bytes)).toEqual(file);
    expect(bytes.length).toBeLessThan(3_000 * 24 + 200);
  });

  it("keeps volumes that are too large for four bytes with fewer decimals", () => {
    const large = { ...columns, volume: columns.volume.map((volume) => volume * 1e7) };
    const bytes = encodeCandleFile(
      { columns: large, mark: columns.close, funding: [] },
      { price: 1, volume: 3 },
    );
    const { volume } = decodeCandleFile(bytes).columns;
    for (const [index, value] of volume.entries()) {
      expect(Math.abs(value - (large.volume[index] as number))).toBeLessThanOrEqual(10);
    }
  });

  it("rejects other bytes and half a file", () => {
    expect(() => decodeCandleFile(new TextEncoder().encode("<html>\n"))).toThrow("no file of candles");
    const bytes = encodeCandleFile({ columns, mark: columns.close, funding: [] }, { price: 1, volume: 3 });
    expect(() => decodeCandleFile(bytes.subarray(0, 5_000))).toThrow("is cut");
  });
});

it("parts are joined to what they were cut from, and a gap between them is filled", () => {
  const [first, second] = [sliceColumns(columns, 0, 1_000), sliceColumns(columns, 1_000, 3_000)];
  expect(joinColumns([first, second])).toEqual(columns);
  const gap = joinColumns([first, sliceColumns(columns, 1_010, 3_000)]);
  expect(gap.filled).toBe(10);
  expect(gap.close[1_009]).toBe(columns.close[999]);
  expect(() => joinColumns([first, first])).toThrow("overlap");
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
