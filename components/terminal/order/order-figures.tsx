"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import type { OrderPlan } from "@/lib/client/orders/order-plan";
import { type Decimal, toNumber } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** The estimates of both sides. */
export function OrderFigures(props: {
  buy: OrderPlan;
  sell: OrderPlan;
  listed: InstrumentDto;
  /** Whether the order changes an open position: then the resulting position is shown, too. */
  hasPosition: boolean;
}) {
  const { buy, sell, listed, hasPosition } = props;
  const t = useTranslations("terminal.figures");
  const qty = (value: Decimal | null | undefined) => show(value, countDigits(listed.qtyStep));
  const positionAfter = ({ estimate }: OrderPlan) => {
    if (!estimate) return NO_VALUE;
    if (estimate.after === null) return t("closed");
    const side = estimate.after.isLong ? "long" : "short";
    return t("position", { side, qty: qty(estimate.after.qty) });
  };
  const price = (value: Decimal | null | undefined) => show(value, listed.priceScale);
  const money = (value: Decimal | null | undefined) => show(value, 2);
  const hasHeadroom = buy.estimate?.headroomAfterStop != null || sell.estimate?.headroomAfterStop != null;
  const hasSlippage = buy.fill !== null || sell.fill !== null;
  const hasClosing = buy.estimate?.closedPnl != null || sell.estimate?.closedPnl != null;
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
      <caption className="sr-only">{t("caption")}</caption>
      <thead>
        <tr className="h-[18px] text-text-3">
          <td className="w-[38%]" />
          <th scope="col" className="text-right font-normal">
            {t("buy")}
          </th>
          <th scope="col" className="text-right font-normal">
            {t("sell")}
          </th>
        </tr>
      </thead>
      <tbody>
        {row(t("size", { coin: listed.baseCoin }), (plan) => qty(plan.qty))}
        {row(t("maxSize"), (plan) => qty(plan.maxQty))}
        {row(t("entry"), (plan) => price(plan.entry))}
        {hasSlippage &&
          row(t("slippage"), ({ fill }) => {
            if (fill === null) return NO_VALUE;
            if (fill.missing > 0n) return t("beyondBook");
            return t("bps", { value: formatFixed(toNumber(fill.slippage) * 10_000, 2) });
          })}
        {row(t("stop"), (plan) => price(plan.prices.stop))}
        {row(t("lossAtStop"), (plan) => money(plan.estimate?.lossAtStop), "text-down")}
        {row(t("target"), (plan) => price(plan.prices.target))}
        {row(t("profitAtTarget"), (plan) => money(plan.estimate?.profitAtTarget), "text-up")}
        {row(t("rewardToRisk"), (plan) => show(plan.estimate?.rewardToRisk, 2))}
        {row(t("value"), (plan) => money(plan.estimate?.value))}
        {row(t("margin"), (plan) => money(plan.estimate?.margin))}
        {row(t("fee"), ({ estimate }) =>
          estimate
            ? t(estimate.isMaker ? "feeMaker" : "feeTaker", { amount: money(estimate.feeIn) })
            : NO_VALUE,
        )}
        {hasClosing && row(t("closedPnl"), (plan) => money(plan.estimate?.closedPnl))}
        {hasPosition && row(t("positionAfter"), positionAfter)}
        {hasPosition && row(t("entryAfter"), (plan) => price(plan.estimate?.after?.entry))}
        {hasPosition && row(t("marginAfter"), (plan) => money(plan.estimate?.after?.margin))}
        {hasPosition && row(t("stopAfter"), (plan) => price(plan.estimate?.after?.stop))}
        {row(t(hasPosition ? "liquidationAfter" : "liquidation"), (plan) =>
          price(plan.estimate?.after?.liquidationPrice),
        )}
        {hasHeadroom && row(t("lossLeftToday"), (plan) => money(plan.estimate?.headroomAfterStop?.today))}
        {hasHeadroom && row(t("lossLeftOverall"), (plan) => money(plan.estimate?.headroomAfterStop?.overall))}
      </tbody>
    </table>
  );
}

function show(value: Decimal | null | undefined, digits: number): string {
  return value == null ? NO_VALUE : formatFixed(toNumber(value), digits);
}
