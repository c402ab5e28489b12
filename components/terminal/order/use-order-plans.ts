"use client";

import { useMemo } from "react";
import { useBook, useTickValue } from "@/lib/client/market/use-ticker";
import { findLeverageInForce } from "@/lib/client/orders/find-leverage-in-force";
import type { OrderDraft } from "@/lib/client/orders/order-draft";
import { type OrderPlan, planOrder } from "@/lib/client/orders/order-plan";
import type { PlanContext } from "@/lib/client/orders/plan-context";
import { useLiveFigure } from "@/lib/client/portfolio/use-live-figure";
import { parseMoney, parsePrice } from "@/lib/core/decimal";
import type { Side } from "@/lib/core/engine/orders/order";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { isHedged, tradedSide } from "@/lib/core/engine/state/hedge";
import { findTradedPosition } from "@/lib/schemas/trading/find-traded-position";
import type { OrderDto, PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

/** The plans of both sides at the current prices; null without prices. */
export function useOrderPlans(
  draft: OrderDraft,
  instrument: Instrument,
  portfolio: PortfolioSnapshot,
): { buy: OrderPlan; sell: OrderPlan } | null {
  const { symbol } = instrument;
  const last = useTickValue(symbol, (tick) => tick.last);
  const mark = useTickValue(symbol, (tick) => tick.mark ?? tick.last);
  const bid = useTickValue(symbol, (tick) => tick.bid ?? tick.last);
  const ask = useTickValue(symbol, (tick) => tick.ask ?? tick.last);
  const book = useBook(symbol);
  const equity = useLiveFigure((figures) => figures.equity);
  const freeMargin = useLiveFigure((figures) => figures.freeMargin);
  const headroomToday = useLiveFigure((figures) => figures.headroomToday);
  const headroomOverall = useLiveFigure((figures) => figures.headroomOverall);
  return useMemo(() => {
    if (last === null || mark === null || bid === null || ask === null) return null;
    const balance = parseMoney(portfolio.balance);
    const isOneSide = isHedged(portfolio, symbol);
    const context: Omit<PlanContext, "side" | "position" | "orders" | "leverageInForce"> = {
      instrument,
      portfolioId: portfolio.id,
      marginMode: portfolio.marginMode,
      last: parsePrice(last),
      mark: parsePrice(mark),
      bid: parsePrice(bid),
      ask: parsePrice(ask),
      equity: equity ?? balance,
      freeMargin: freeMargin ?? parseMoney(portfolio.freeMargin),
      book,
      headroom:
        headroomToday === null && headroomOverall === null
          ? null
          : {
              today: headroomToday ?? headroomOverall ?? balance,
              overall: headroomOverall ?? headroomToday ?? balance,
            },
    };
    const plan = (side: Side) => {
      const order = { symbol, side, reduceOnly: draft.isReduceOnly };
      const concerns = (one: OrderDto) =>
        one.symbol === symbol && (!isOneSide || tradedSide(one) === tradedSide(order));
      return planOrder(draft, {
        ...context,
        side,
        leverageInForce: findLeverageInForce(portfolio, symbol, isOneSide ? tradedSide(order) : undefined),
        position: findTradedPosition(portfolio, order),
        orders: portfolio.orders.filter(concerns),
      });
    };
    return { buy: plan("buy"), sell: plan("sell") };
  }, [
    draft,
    instrument,
    portfolio,
    symbol,
    last,
    mark,
    bid,
    ask,
    book,
    equity,
    freeMargin,
    headroomToday,
    headroomOverall,
  ]);
}
