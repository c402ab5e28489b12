import { describe, expect, it } from "vitest";
import {
  addBracketLine,
  findEntryField,
  moveBracketLine,
} from "@/components/terminal/order/preview/bracket-lines";
import { FIRST_DRAFT, type OrderDraft } from "@/lib/client/orders/order-draft";

const draft = (change: Partial<OrderDraft> = {}): OrderDraft => ({ ...FIRST_DRAFT, ...change });
const long = { entry: 100, stop: 99, target: 102 };
const short = { entry: 100, stop: 101, target: 98 };
const move = (
  line: "entry" | "stop" | "target",
  price: number,
  over: Partial<Parameters<typeof moveBracketLine>[1]> = {},
) => ({ line, price, side: "buy" as const, prices: long, tick: 0.1, digits: 1, ...over });

describe("moving a line of the preview", () => {
  it("makes a limit order of a market order, and moves the price or trigger of the others", () => {
    expect(moveBracketLine(draft(), move("entry", 99.5))).toEqual({ kind: "limit", price: "99.5" });
    expect(moveBracketLine(draft({ kind: "limit" }), move("entry", 99.5))).toEqual({ price: "99.5" });
    expect(moveBracketLine(draft({ kind: "stop" }), move("entry", 101))).toEqual({ trigger: "101.0" });
    const limited = draft({ kind: "stop", hasLimit: true });
    expect(moveBracketLine(limited, move("entry", 101))).toEqual({ price: "101.0" });
    expect(findEntryField(draft({ kind: "trailing" }))).toBeNull();
  });

  it("makes prices of a moved stop and target, whatever their unit was", () => {
    expect(moveBracketLine(draft(), move("stop", 98.2))).toEqual({
      hasStops: true,
      stopBy: "price",
      stop: "98.2",
    });
    expect(moveBracketLine(draft({ targetBy: "ticks" }), move("target", 103))).toMatchObject({
      targetBy: "price",
      target: "103.0",
    });
  });

  it.each([
    ["stop", 100.4, "buy", "99.9"],
    ["target", 99, "buy", "100.1"],
    ["stop", 99, "sell", "100.1"],
    ["target", 100.4, "sell", "99.9"],
  ] as const)("keeps the %s on its side of the entry (%d, %s)", (line, price, side, kept) => {
    const prices = side === "buy" ? long : short;
    expect(moveBracketLine(draft(), move(line, price, { side, prices }))).toMatchObject({ [line]: kept });
  });

  it("keeps the entry between stop and target that are prices, and takes distances along", () => {
    const fixed = draft({ kind: "limit", stopBy: "price", targetBy: "price" });
    expect(moveBracketLine(fixed, move("entry", 90))).toEqual({ price: "99.1" });
    expect(moveBracketLine(fixed, move("entry", 110))).toEqual({ price: "101.9" });
    const sell = { side: "sell", prices: short } as const;
    expect(moveBracketLine(fixed, move("entry", 110, sell))).toEqual({ price: "100.9" });
    expect(moveBracketLine(draft({ kind: "limit" }), move("entry", 90))).toEqual({ price: "90.0" });
  });

  it("moves from an average price between two ticks to one of them", () => {
    const prices = { ...long, entry: 100.04 };
    expect(moveBracketLine(draft(), move("entry", 99.04, { prices }))).toMatchObject({ price: "99.0" });
    expect(moveBracketLine(draft(), move("stop", 105, { prices }))).toMatchObject({ stop: "99.9" });
  });

  it("never moves a line to zero", () => {
    expect(moveBracketLine(draft(), move("stop", -5))).toMatchObject({ stop: "0.1" });
  });
});

it("adds a stop or target at its usual distance", () => {
  expect(addBracketLine("stop")).toEqual({ hasStops: true, stopBy: "percent", stop: "1" });
  expect(addBracketLine("target")).toEqual({ hasStops: true, targetBy: "percent", target: "2" });
});
