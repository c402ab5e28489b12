import { describe, expect, it } from "vitest";
import {
  holdPosition,
  makeContext,
  makeMarket,
  mustDecide,
  openPortfolio,
  price,
  priceMoved,
  qty,
  submit,
} from "@/tests/support/engine-fixtures";

const deep = makeMarket(100, { bids: [[99.9, 1000]], asks: [[100.1, 1000]] });
const at = (text: string | number) => ({ price: price(text), by: "last" as const });

describe("exits", () => {
  const attached = { stopLoss: at(95), takeProfit: at(110) };
  const context = makeContext({ market: deep });
  const resting = submit({
    side: "sell",
    kind: "stop-market",
    qty: qty(10),
    trigger: { price: price(97) },
    reduceOnly: true,
  });
  const protectedLong = () => holdPosition(10, { context, attached });

  it("stop and target live on the position and die with it", () => {
    const withPosition = protectedLong();
    expect(withPosition.positions[0]).toMatchObject({
      stopLoss: { price: price(95) },
      takeProfit: { price: price(110) },
    });
    const { events, state } = mustDecide(
      withPosition,
      priceMoved({ last: 111, mark: 100, atMs: 10 }),
      makeContext({ nowMs: 10, market: makeMarket(111, { bids: [[110.9, 100]] }) }),
    );
    expect(events.filter((event) => event.type === "round-trip-closed")).toMatchObject([
      { purpose: "target" },
    ]);
    expect(state).toMatchObject({ positions: [], orders: [] });
  });

  it("one tick through stop, target and liquidation is one exit: the liquidation, at the bankruptcy price", () => {
    const withPosition = mustDecide(protectedLong(), resting, context).state;
    const { events, state } = mustDecide(
      withPosition,
      priceMoved({ last: 50, mark: 50, atMs: 10 }),
      makeContext({ nowMs: 10, market: makeMarket(50) }),
    );
    expect(events.filter((event) => event.type === "round-trip-closed")).toMatchObject([
      { purpose: "liquidation" },
    ]);
    expect(events.filter((event) => event.type === "order-filled")).toMatchObject([
      { price: price("90.09") },
    ]);
    expect(state).toMatchObject({ positions: [], orders: [], liquidations: 1 });
  });

  it("a tick through a stop and a nearer order is one exit: the order, which lies first on the way", () => {
    const withPosition = mustDecide(protectedLong(), resting, context).state;
    const market = makeMarket(94, { bids: [[93.9, 100]] });
    const { events } = mustDecide(
      withPosition,
      priceMoved({ last: 94, mark: 100, atMs: 10 }),
      makeContext({ nowMs: 10, market }),
    );
    expect(events.filter((event) => event.type === "round-trip-closed")).toMatchObject([
      { purpose: "manual" },
    ]);
    expect(events.filter((event) => event.type === "order-filled")).toMatchObject([{ price: price("93.9") }]);
  });

  it("a stop by mark ignores the last price", () => {
    const byMark = { stopLoss: { price: price("99"), by: "mark" as const } };
    const withPosition = holdPosition(10, { context, attached: byMark });
    expect(
      mustDecide(withPosition, priceMoved({ last: 95, mark: 100, atMs: 10 }), makeContext({ nowMs: 10 }))
        .events,
    ).toEqual([]);
    const { state } = mustDecide(
      withPosition,
      priceMoved({ last: 100, mark: 99, atMs: 10 }),
      makeContext({ nowMs: 10, market: deep }),
    );
    expect(state.positions).toEqual([]);
  });

  it("a trailing stop waits for its activation, follows the best price and exits on the way back", () => {
    const trail = { distance: price(2), activation: price(105) };
    const order = submit({ side: "sell", kind: "trailing-stop", qty: qty(10), trail, reduceOnly: true });
    const withPosition = mustDecide(holdPosition(10, { context }), order, context).state;
    const walk = (from: typeof withPosition, last: number, atMs: number) =>
      mustDecide(
        from,
        priceMoved({ last, mark: 100, atMs }),
        makeContext({ nowMs: atMs, market: makeMarket(last, { bids: [[last - 0.1, 100]] }) }),
      ).state;
    const sleeping = walk(withPosition, 101, 10);
    expect(sleeping.orders[0]?.trail?.extreme).toBeNull();
    const risen = walk(walk(sleeping, 105, 20), 108, 30);
    expect(risen.orders[0]?.trail?.extreme).toBe(price(108));
    expect(walk(risen, 106.1, 40).positions).toHaveLength(1);
    expect(walk(risen, 106, 40)).toMatchObject({ positions: [], orders: [] });
  });

  it("later parts of an order leave alone the stops that the trader has moved", () => {
    const order = submit({ side: "buy", kind: "limit", price: price("100.1"), qty: qty(8), attached });
    const part = mustDecide(openPortfolio(), order, makeContext({ nowMs: 1 })).state;
    const moved = mustDecide(
      part,
      { type: "set-position-stops", symbol: "BTCUSDT", stopLoss: at(97) },
      makeContext({ nowMs: 2 }),
    ).state;
    const whole = mustDecide(moved, priceMoved({ last: 99, atMs: 10 }), makeContext({ nowMs: 10 })).state;
    expect(whole.positions[0]).toMatchObject({ qty: qty(8), stopLoss: { price: price(97) } });
  });
});
