"use client";

import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import type { OrderPlan } from "@/lib/client/orders/order-plan";
import { type Decimal, toNumber } from "@/lib/core/decimal";
import type { Instrument } from "@/lib/schemas/market/market";

/** The estimates of both sides. */
export function OrderFigures(props: {
  buy: OrderPlan;
  sell: OrderPlan;
  listed: Instrument;
  /** Whether the order changes an open position: then the resulting position is shown, too. */
  hasPosition: boolean;
}) {
  const { buy, sell, listed, hasPosition } = props;
  const qty = (value: Decimal | null | undefined) => show(value, countDigits(listed.qtyStep));
  const positionAfter = ({ estimate }: OrderPlan) => {
    if (!estimate) return NO_VALUE;
    if (estimate.after === null) return "closed";
    return `${estimate.after.isLong ? "Long" : "Short"} ${qty(estimate.after.qty)}`;
  };
  const price = (value: Decimal | null | undefined) => show(value, listed.priceScale);
  const money = (value: Decimal | null | undefined) => show(value, 2);
  const hasRoom = buy.estimate?.roomAfterStop != null || sell.estimate?.roomAfterStop != null;
  const row = (name: string, read: (plan: OrderPlan) => ReactNode, tone?: string) => (
    <tr className="h-[18px]">
      <th scope="row" className="text-left font-normal text-text-3">
        {name}
      </th>
      <td className={cn("num text-right", tone)}>{read(buy)}</td>
      <td className={cn("num text-right", tone)}>{read(sell)}</td>
    </tr>
  );
  return (
    <table className="w-full table-fixed text-[11px]">
      <caption className="sr-only">What the order would mean, fees included</caption>
      <thead>
        <tr className="h-[18px] text-text-3">
          <td className="w-[38%]" />
          <th scope="col" className="text-right font-normal">
            Buy
          </th>
          <th scope="col" className="text-right font-normal">
            Sell
          </th>
        </tr>
      </thead>
      <tbody>
        {row(`Size, ${listed.baseCoin}`, (plan) => qty(plan.qty))}
        {row("Entry, about", (plan) => price(plan.entry))}
        {row("Stop", (plan) => price(plan.prices.stop))}
        {row("Loss at stop", (plan) => money(plan.estimate?.lossAtStop), "text-down")}
        {row("Target", (plan) => price(plan.prices.target))}
        {row("Profit at target", (plan) => money(plan.estimate?.profitAtTarget), "text-up")}
        {row("Reward to risk", (plan) => show(plan.estimate?.rewardToRisk, 2))}
        {row("Value", (plan) => money(plan.estimate?.value))}
        {row("Margin", (plan) => money(plan.estimate?.margin))}
        {row("Fee", (plan) => money(plan.estimate?.feeIn))}
        {hasPosition && row("Position after", positionAfter)}
        {hasPosition && row("Entry after", (plan) => price(plan.estimate?.after?.entry))}
        {hasPosition && row("Margin after", (plan) => money(plan.estimate?.after?.margin))}
        {hasPosition && row("Stop after", (plan) => price(plan.estimate?.after?.stop))}
        {row(hasPosition ? "Liquidation after" : "Liquidation", (plan) =>
          price(plan.estimate?.after?.liquidationPrice),
        )}
        {hasRoom && row("Room today after stop", (plan) => money(plan.estimate?.roomAfterStop?.today))}
        {hasRoom && row("Room overall after stop", (plan) => money(plan.estimate?.roomAfterStop?.overall))}
      </tbody>
    </table>
  );
}

function show(value: Decimal | null | undefined, digits: number): string {
  return value == null ? NO_VALUE : formatFixed(toNumber(value), digits);
}
