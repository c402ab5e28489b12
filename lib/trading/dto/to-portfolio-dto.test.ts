import { expect, it } from "vitest";
import { calculateLiveFigures } from "@/lib/client/portfolio/live-figures";
import { formatRounded } from "@/lib/core/decimal";
import type { OrderFilled, PortfolioEvent } from "@/lib/core/engine/events";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { toFillDto } from "@/lib/trading/dto/to-event-dto";
import { toPortfolioDto } from "@/lib/trading/dto/to-portfolio-dto";
import {
  dec,
  makeContext,
  makeInstrument,
  makeMarket,
  mustDecide,
  openPortfolio,
  price,
  qty,
  submit,
} from "@/tests/support/engine-fixtures";

/** A coin whose price has seven zeros: tick 1e-10. */
const instrument = makeInstrument({
  tickSize: dec("0.0000000001"),
  qtyStep: dec(100),
  minQty: qty(100),
  maxLimitQty: qty(10_000_000_000),
  maxMarketQty: qty(10_000_000_000),
});
const FACTS = { name: "Practice", kind: "PRACTICE", dayStartEquity: null } as const;

function contextAt(last: string, ask: string, nowMs = 0) {
  const bid = (Number(ask) - 2e-10).toFixed(10);
  const market = makeMarket(last, { bids: [[bid, 1e9]], asks: [[ask, 1e9]] });
  return makeContext({ instrument, market, nowMs });
}

function buy(state: PortfolioState, orderId: string, at: { ask: string; nowMs: number; qty: number }) {
  const context = contextAt(at.ask, at.ask, at.nowMs);
  const order = { orderId, side: "buy", kind: "market", qty: qty(at.qty) } as const;
  const queued = mustDecide(state, submit(order), context).state;
  return mustDecide(queued, { type: "execute", orderId }, context);
}

const isFill = (event: PortfolioEvent): event is OrderFilled & PortfolioEvent =>
  event.type === "order-filled";

it("leaves prices of a tick of 1e-10 as they are", () => {
  const context = contextAt("0.0000021437", "0.0000021438");
  const limit = submit({
    orderId: "l",
    side: "buy",
    kind: "limit",
    price: price("0.0000021237"),
    qty: qty(5_000_000),
  });
  const stop = {
    orderId: "s",
    side: "buy",
    kind: "stop-market",
    trigger: { price: price("0.0000021539") },
    qty: qty(5_000_000),
    attached: { stopLoss: { price: price("0.0000020011"), by: "last" }, takeProfit: null },
  } as const;
  const accepted = mustDecide(openPortfolio(), limit, context).state;
  const { orders } = toPortfolioDto(mustDecide(accepted, submit(stop), context).state, FACTS, context);
  expect(orders.map((order) => [order.price, order.trigger?.price, order.stopLoss?.price])).toEqual([
    [null, "0.0000021539", "0.0000020011"],
    ["0.0000021237", undefined, undefined],
  ]);

  const bought = buy(openPortfolio(), "b", { ask: "0.0000021438", nowMs: 0, qty: 5_000_000 });
  const fill = bought.events.find(isFill);
  expect(fill && toFillDto(fill, new Map())).toMatchObject({
    price: "0.0000021438",
    midPrice: "0.0000021437",
    mark: "0.0000021438",
    levels: [{ price: "0.0000021438" }],
  });
});

it("gives the browser the same equity as the server has, however small the price", () => {
  let { state } = buy(openPortfolio(), "a", { ask: "0.0000021438", nowMs: 0, qty: 700_000_000 });
  state = buy(state, "b", { ask: "0.0000021451", nowMs: 1, qty: 300_000_100 }).state;
  state = buy(state, "c", { ask: "0.0000021449", nowMs: 2, qty: 77_777_700 }).state;
  const snapshot = toPortfolioDto(state, FACTS, contextAt("0.0000021500", "0.0000021501", 3));
  const live = calculateLiveFigures(snapshot, () => "0.0000021500");
  expect(live.equity === null ? null : formatRounded(live.equity)).toBe(snapshot.equity);
  // 700,000,000 × 0.0000000062 + 300,000,100 × 0.0000000049 + 77,777,700 × 0.0000000051
  expect(formatRounded(live.openPnl)).toBe("6.20666676");
});
