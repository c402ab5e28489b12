import { expect, it } from "vitest";
import { listFillMarks } from "@/components/terminal/chart/trading/list-fill-marks";

const HOUR_MS = 3_600_000;
const at = (ms: number) => new Date(ms).toISOString();

it("sums the fills of a side in one candle, and keeps the order of time", () => {
  const fills = [
    { side: "sell" as const, qty: "0.3", at: at(HOUR_MS + 1) },
    { side: "buy" as const, qty: "0.1", at: at(5) },
    { side: "buy" as const, qty: "0.2", at: at(HOUR_MS - 1) },
    { side: "buy" as const, qty: "1", at: at(HOUR_MS) },
  ];
  expect(listFillMarks(fills, "60")).toEqual([
    { startMs: 0, isBuy: true, text: "0.3" },
    { startMs: HOUR_MS, isBuy: false, text: "0.3" },
    { startMs: HOUR_MS, isBuy: true, text: "1" },
  ]);
});
