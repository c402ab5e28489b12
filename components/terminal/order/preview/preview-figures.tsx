"use client";

import { useTranslations } from "next-intl";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import type { OrderPlan } from "@/lib/client/orders/order-plan";
import { type Decimal, toNumber } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Size, risk and reward of the drawn order, in one row. */
export function PreviewFigures({ plan, listed }: { plan: OrderPlan; listed: InstrumentDto }) {
  const t = useTranslations("terminal.figures");
  const { qty, estimate } = plan;
  const show = (value: Decimal | null | undefined, digits = 2) =>
    value == null ? NO_VALUE : formatFixed(toNumber(value), digits);
  return (
    <dl className="flex justify-between gap-2 px-3 pt-1 text-[11px] leading-4">
      {(
        [
          [t("size", { coin: listed.baseCoin }), show(qty, countDigits(listed.qtyStep)), ""],
          [t("lossAtStop"), show(estimate?.lossAtStop), "text-down"],
          [t("profitAtTarget"), show(estimate?.profitAtTarget), "text-up"],
          [t("rewardToRisk"), show(estimate?.rewardToRisk), ""],
        ] as const
      ).map(([name, value, tone]) => (
        <div key={name}>
          <dt className="text-text-3">{name}</dt>
          <dd className={`num ${tone}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
