import { describe, expect, it } from "vitest";
import { applyPositionChange } from "@/lib/core/engine/positions/change-position";
import {
  closingSide,
  isLong,
  type Position,
  type PositionChange,
  unrealisedPnl,
} from "@/lib/core/engine/positions/position";
import { dec, money, price, qty } from "@/tests/support/engine-fixtures";

const WHEN = { atMs: 10, seq: 3, leverage: dec(5) };
let orders = 0;

/** A fill that changes the position by `qtyChange` at a price; `cost` is given where it is not the whole value. */
function fill(
  qtyChange: string | number,
  at: string | number,
  over: Partial<PositionChange> = {},
): PositionChange {
  orders += 1;
  const size = Math.abs(Number(qtyChange));
  return {
    symbol: "BTCUSDT",
    orderId: `o${orders}`,
    qtyChange: qty(qtyChange),
    qty: qty(size),
    price: price(at),
    cost: money(size * Number(at)),
    realised: money(0),
    fee: money(1),
    ...over,
  };
}

function hold(...changes: PositionChange[]): Position {
  const position = changes.reduce<Position | null>(
    (position, change, index) =>
      applyPositionChange(position, change, { ...WHEN, atMs: 10 + index, seq: 3 + index }),
    null,
  );
  if (position === null) throw new Error("The position is flat.");
  return position;
}

describe("a position", () => {
  it.each([
    ["long", 2, "sell"],
    ["short", -2, "buy"],
  ] as const)("opens %s with the fill's price and the leverage of then", (side, size, closing) => {
    const position = hold(fill(size, 100));
    expect(position).toMatchObject({
      qty: qty(size),
      cost: money(200),
      entryPrice: price(100),
      leverage: dec(5),
      changedAtMs: 10,
      changedSeq: 3,
      roundTrip: { id: 3, side, openedAtMs: 10, entryQty: qty(2), entryValue: money(200), exitQty: qty(0) },
    });
    expect([isLong(position), closingSide(position)]).toEqual([size > 0, closing]);
  });

  it("averages its entries; a reduction leaves the average as it is", () => {
    const grown = hold(fill(1, 100), fill(3, 120));
    expect(grown).toMatchObject({ qty: qty(4), cost: money(460), entryPrice: price(115), changedSeq: 4 });
    const sold = fill(-1, 130, { cost: money(-115), realised: money(15) });
    const reduced = applyPositionChange(grown, sold, { ...WHEN, atMs: 50, seq: 9 });
    expect(reduced).toMatchObject({ qty: qty(3), cost: money(345), entryPrice: price(115), changedAtMs: 50 });
    expect(reduced?.roundTrip).toMatchObject({
      openedAtMs: 10,
      entryQty: qty(4),
      exitQty: qty(1),
      exitValue: money(130),
      realised: money(15),
      fees: money(3),
    });
  });

  it("is none when it is flat", () => {
    const opened = hold(fill(-2, 100));
    expect(applyPositionChange(opened, fill(2, 90, { cost: money(-200) }), WHEN)).toBeNull();
  });

  it("keeps leverage and stops over its fills, and each order once", () => {
    const opened = { ...hold(fill(1, 100, { orderId: "a" })), extraMargin: money(7), fundedMs: 4 };
    const grown = applyPositionChange(opened, fill(1, 100, { orderId: "a" }), { ...WHEN, leverage: dec(50) });
    const again = applyPositionChange(grown, fill(1, 100, { orderId: "b" }), WHEN);
    expect(again).toMatchObject({ leverage: dec(5), extraMargin: money(7), fundedMs: 4 });
    expect(again?.roundTrip.orderIds).toEqual(["a", "b"]);
  });

  it("records what was traded where the fee came out of it", () => {
    const opened = hold(fill("0.999", 100, { qty: qty(1), cost: money(100) }));
    expect(opened).toMatchObject({
      qty: qty("0.999"),
      roundTrip: { entryQty: qty(1), entryValue: money(100) },
    });
  });

  it.each([
    [2, 110, 20],
    [2, 90, -20],
    [-2, 110, -20],
    [-2, 90, 20],
    [-2, 100, 0],
  ])("of %d from 100 has, at %d, a profit of %d", (size, at, profit) => {
    expect(unrealisedPnl(hold(fill(size, 100)), price(at))).toBe(money(profit));
  });
});
