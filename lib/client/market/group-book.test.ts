import { describe, expect, test } from "vitest";
import { deepenBook, groupBook, groupPrice, listGroupSteps } from "@/lib/client/market/group-book";
import type { BookLevelDto } from "@/lib/schemas/market/market";

const bids: BookLevelDto[] = [
  ["100.3", "1"],
  ["100.1", "2"],
  ["99.9", "4"],
  ["99.0", "8"],
];
const asks: BookLevelDto[] = [
  ["100.4", "1"],
  ["100.5", "2"],
  ["101.0", "4"],
];

describe("grouping", () => {
  test("bids round down, asks round up", () => {
    expect(groupBook(bids, { side: "bid", step: "1", rows: 10 })).toMatchObject([
      { price: 100, size: 3, total: 3 },
      { price: 99, size: 12, total: 15 },
    ]);
    expect(groupBook(asks, { side: "ask", step: "1", rows: 10 })).toMatchObject([
      { price: 101, size: 7, total: 7 },
    ]);
  });

  test("the total has its value in quote currency", () => {
    const [best, next] = groupBook(bids, { side: "bid", step: "1", rows: 2 });
    expect(best?.totalValue).toBeCloseTo(100.3 + 2 * 100.1, 9);
    expect(next?.totalValue).toBeCloseTo(100.3 + 2 * 100.1 + 4 * 99.9 + 8 * 99, 9);
    expect(groupBook(bids, { side: "bid", step: "1", rows: 1 })).toHaveLength(1);
  });

  test("a price belongs to the group that is never better than it", () => {
    expect(groupPrice("100.3", { side: "bid", step: "1" })).toBe(100);
    expect(groupPrice("100.3", { side: "ask", step: "1" })).toBe(101);
    expect(groupPrice("0.3", { side: "bid", step: "0.1" })).toBe(0.3);
  });

  test("by the tick, every level keeps its price", () => {
    const prices = groupBook(bids, { side: "bid", step: "0.1", rows: 10 }).map((row) => row.price);
    expect(prices).toEqual([100.3, 100.1, 99.9, 99]);
  });

  test("the last row holds the whole of its group", () => {
    expect(groupBook(bids, { side: "bid", step: "1", rows: 1 })).toMatchObject([
      { price: 100, size: 3, total: 3 },
    ]);
  });

  test("a given level is not changed", () => {
    groupBook(bids, { side: "bid", step: "1", rows: 10 });
    expect(bids[0]).toEqual(["100.3", "1"]);
  });
});

test("a deeper book goes on behind the last live level", () => {
  const deep: BookLevelDto[] = [
    ["99.5", "3"],
    ["99.0", "7"],
    ["98.2", "5"],
  ];
  expect(deepenBook(bids, deep, "bid")).toEqual([...bids, ["98.2", "5"]]);
  expect(
    deepenBook(
      asks,
      [
        ["100.7", "1"],
        ["101.5", "2"],
      ],
      "ask",
    ),
  ).toEqual([...asks, ["101.5", "2"]]);
  expect(deepenBook([], deep, "bid")).toEqual([]);
});

test("steps are multiples of the tick", () => {
  expect(listGroupSteps("0.10")).toEqual(["0.1", "0.2", "0.5", "1", "2", "5", "10"]);
  expect(listGroupSteps("0.00001").slice(0, 4)).toEqual(["0.00001", "0.00002", "0.00005", "0.0001"]);
});
