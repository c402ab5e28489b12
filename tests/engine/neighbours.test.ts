import { describe, expect, it } from "vitest";
import type { OrderRequest } from "@/lib/core/engine/commands";
import type { Market } from "@/lib/core/engine/context";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import {
  dec,
  holdPosition,
  makeContext,
  makeMarket,
  mustDecide,
  openPortfolio,
  price,
  qty,
  rejectionOf,
  submit,
  typesOf,
} from "@/tests/support/engine-fixtures";

/**
 * The neighbours of reported cases: the other side, the other margin mode, every kind of order. The cases themselves are
 * beside the code (`lib/core/engine/margin/margin-rules.test.ts`).
 */
const deepAt = (last: number): Market =>
  makeMarket(last, {
    bids: [[(last - 0.1).toFixed(1), 9_000]],
    asks: [[(last + 0.1).toFixed(1), 9_000]],
  });
const context = makeContext({ market: deepAt(100) });
const WAYS = (["isolated", "cross"] as const).flatMap((marginMode) =>
  ([1, -1] as const).map((sign) => ({ marginMode, sign })),
);

/** Orders of every kind on a side of a market at 100. */
function ordersOf(side: "buy" | "sell"): (Partial<OrderRequest> & Pick<OrderRequest, "side" | "kind">)[] {
  const beyond = price(side === "buy" ? 103 : 97);
  const before = price(side === "buy" ? 97 : 103);
  return [
    { side, kind: "market" },
    { side, kind: "limit", price: before },
    { side, kind: "limit", price: before, timeInForce: "post-only" },
    { side, kind: "stop-market", trigger: { price: beyond } },
    { side, kind: "stop-market", trigger: { price: beyond, by: "mark" } },
    { side, kind: "stop-limit", trigger: { price: beyond }, price: beyond },
    { side, kind: "take-profit-market", trigger: { price: before } },
    { side, kind: "take-profit-limit", trigger: { price: before }, price: before },
    { side, kind: "trailing-stop", trail: { distance: price(2) } },
    { side, kind: "trailing-stop", trail: { distance: price(2), activation: before } },
  ];
}

function liquidationOf(state: PortfolioState) {
  const [position] = state.positions;
  const instrument = context.instruments.get("BTCUSDT");
  if (!position || !instrument) throw new Error("There is no position.");
  return context.rules.liquidationPrice(state, position, instrument);
}

describe.each(WAYS)("K05: no order moves an open position ($marginMode, $sign)", ({ marginMode, sign }) => {
  const held = () => holdPosition(10 * sign, { context, state: openPortfolio({ leverage: 5, marginMode }) });
  const orders = [...ordersOf("buy"), ...ordersOf("sell")];

  it.each(orders)("$side $kind of another leverage is rejected", (order) => {
    for (const leverage of [1, 4.99, 5.01, 60]) {
      const other = submit({ ...order, leverage: dec(leverage) });
      expect(rejectionOf(held(), other, context)).toBe("leverage_differs");
    }
  });

  it.each(orders)(
    "$side $kind leaves leverage, stops and liquidation, also when it is cancelled",
    (order) => {
      const attached =
        order.side === "buy"
          ? { stopLoss: { price: price(90), by: "last" as const } }
          : { stopLoss: { price: price(110), by: "last" as const } };
      const before = held();
      const placed = mustDecide(before, submit({ ...order, attached }), context).state;
      expect(placed.positions).toEqual(before.positions);
      expect(liquidationOf(placed)).toBe(liquidationOf(before));
      const { state } = mustDecide(placed, { type: "cancel", orderId: "o1" }, context);
      expect(state).toMatchObject({ positions: before.positions, leverages: before.leverages, orders: [] });
    },
  );
});

describe.each(WAYS)(
  "K06: a flip needs the dearer side alone ($marginMode, $sign)",
  ({ marginMode, sign }) => {
    const SIZE = 90;
    const held = () =>
      holdPosition(SIZE * sign, { context, state: openPortfolio({ opening: 1_000, marginMode }) });
    const closing = sign > 0 ? "sell" : "buy";

    it.each(ordersOf(closing))(
      "$side $kind of twice the position is accepted at nine tenths of the margin",
      (order) => {
        const { state, events } = mustDecide(held(), submit({ ...order, qty: qty(SIZE * 1.9) }), context);
        expect(typesOf(events)[0]).toBe("order-accepted");
        expect(context.rules.freeMargin(state, context)).toBeGreaterThanOrEqual(0n);
      },
    );

    it("reverses, and what opens more than the margin carries does not", () => {
      const reverse = { type: "reverse-position", symbol: "BTCUSDT", orderId: "o1" } as const;
      const queued = mustDecide(held(), reverse, context).state;
      const { state } = mustDecide(queued, { type: "execute", orderId: "o1" }, context);
      expect(state.positions[0]?.qty).toBe(qty(-SIZE * sign));
      const tooLarge = submit({ side: closing, kind: "market", qty: qty(207) });
      expect(rejectionOf(held(), tooLarge, context)).toBe("insufficient_margin");
      const more = submit({ side: sign > 0 ? "buy" : "sell", kind: "market", qty: qty(SIZE) });
      expect(rejectionOf(held(), more, context)).toBe("insufficient_margin");
    });
  },
);
