"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { Button } from "@/components/ui/button";
import { InlineField } from "@/components/ui/form/inline-field";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { readNumber } from "@/lib/client/numbers/read-number";
import { findLeverageInForce } from "@/lib/client/orders/find-leverage-in-force";
import { formatDecimal, toNumber } from "@/lib/core/decimal";
import { POSITION_SIDES } from "@/lib/core/engine/positions/position";
import { isHedged } from "@/lib/core/engine/state/hedge";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

const LeverageDialog = lazyPart(
  () => import("@/components/terminal/order/fields/leverage-dialog").then((module) => module.LeverageDialog),
  { failure: "corner" },
);

type Props = { form: OrderFormState; listed: InstrumentDto; portfolio: PortfolioSnapshot };

/**
 * The order's leverage while the symbol is flat. With a position or open orders their leverage applies, which
 * only the leverage dialog changes.
 */
export function LeverageField(props: Props) {
  const { portfolio, listed } = props;
  const sides = isHedged(portfolio, listed.symbol) ? POSITION_SIDES : [undefined];
  const inForce = sides.map((side) => findLeverageInForce(portfolio, listed.symbol, side));
  const [first, ...others] = new Set(inForce.flatMap((one) => (one === null ? [] : [formatDecimal(one)])));
  if (first === undefined) return <FreeLeverage {...props} />;
  // The long side first, where the sides of a hedged symbol differ.
  return (
    <LeverageInForce
      {...props}
      current={first}
      shown={[first, ...others].map((one) => `${one}x`).join(" / ")}
    />
  );
}

function LeverageInForce(props: Props & { current: string; shown: string }) {
  const { form, listed, portfolio, current } = props;
  const t = useTranslations("terminal.ticket");
  const [isOpen, setOpen] = useState(false);
  const hasPosition = portfolio.positions.some((one) => one.symbol === listed.symbol);
  const problem = form.problemAt("leverage");
  return (
    <div className="grid gap-1">
      <div className="flex h-8 items-center gap-2 rounded border px-2">
        <span className="text-text-3">{t("leverage")}</span>
        <span className="num ml-auto">{props.shown}</span>
        <span className="text-text-3">{t(hasPosition ? "leverageOfPosition" : "leverageOfOrders")}</span>
        <Button
          id="order-leverage"
          size="tight"
          className="-mr-1.5 h-6 text-accent"
          aria-label={t("changeLeverage", { symbol: listed.symbol })}
          onClick={() => setOpen(true)}
        >
          {t("change")}
        </Button>
      </div>
      {problem && (
        <p role="alert" className="text-[11px] text-down leading-4">
          {problem}
        </p>
      )}
      {isOpen && (
        <LeverageDialog
          listed={listed}
          portfolio={portfolio}
          current={current}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

function FreeLeverage({ form, listed }: Props) {
  const t = useTranslations("terminal.ticket");
  const { draft, change, problemAt } = form;
  const most = Math.floor(Number(listed.maxLeverage));
  const reading = readNumber(draft.leverage);
  const typed = "value" in reading ? toNumber(reading.value) : 1;
  return (
    <div className="flex items-start gap-2">
      <InlineField
        id="order-leverage"
        label={t("leverage")}
        className="w-[124px] shrink-0"
        value={draft.leverage}
        onChange={(event) => change({ leverage: event.target.value })}
        problem={problemAt("leverage")}
        end="x"
      />
      <input
        type="range"
        aria-label={t("leverage")}
        min={1}
        max={most}
        step={1}
        value={Math.min(Math.max(typed, 1), most)}
        onChange={(event) => change({ leverage: event.target.value })}
        className="h-8 min-w-0 flex-1 accent-accent"
      />
    </div>
  );
}
