import { expect, it } from "vitest";
import { listDepth } from "@/components/terminal/market/details/list-depth";

it("sums both sides from the best price, and cuts them at the same distance from the middle", () => {
  const depth = listDepth({
    bids: [
      ["99", "1"],
      ["98", "2"],
      ["90", "9"],
    ],
    asks: [
      ["101", "4"],
      ["103", "5"],
    ],
  });
  expect(depth).toEqual({
    bids: [
      { price: 99, total: 1 },
      { price: 98, total: 3 },
    ],
    asks: [
      { price: 101, total: 4 },
      { price: 103, total: 9 },
    ],
    middle: 100,
    reach: 3,
    deepest: 9,
  });
  expect(listDepth({ bids: [], asks: [["101", "1"]] })).toBeNull();
});
