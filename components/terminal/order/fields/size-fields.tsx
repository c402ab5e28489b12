"use client";

import { useTranslations } from "next-intl";
import { LeverageField } from "@/components/terminal/order/fields/leverage-field";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { Button } from "@/components/ui/button";
import { InlineField } from "@/components/ui/form/inline-field";
import { Segmented } from "@/components/ui/form/segmented";
import { Select } from "@/components/ui/form/select";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import type { OrderDraft } from "@/lib/client/orders/order-draft";
import { useLiveFigure } from "@/lib/client/portfolio/use-live-figure";
import { toNumber } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

const RISKS = ["0.5", "1", "2"] as const;
const SHARES = ["25", "50", "75", "100"] as const;

/** Size by risk, quantity, value or share of the free margin; and the leverage. */
export function SizeFields(props: {
  form: OrderFormState;
  listed: InstrumentDto;
  portfolio: PortfolioSnapshot;
}) {
  const { form, listed, portfolio } = props;
  const t = useTranslations("terminal.ticket");
  const { draft, change, problemAt } = form;
  const options = [
    ["risk", t("smartRisk")],
    ["qty", listed.baseCoin],
    ["quote", listed.quoteCoin],
    ["percent", "%"],
  ] as const satisfies readonly (readonly [OrderDraft["sizeBy"], string])[];
  const unit = {
    risk: null,
    qty: listed.baseCoin,
    quote: listed.quoteCoin,
    percent: t(draft.isReduceOnly ? "ofPosition" : "ofFreeMargin"),
  }[draft.sizeBy];
  return (
    <>
      <div className="flex items-center justify-between">
        <span className="text-text-3">{t("sizeIn")}</span>
        <Segmented<OrderDraft["sizeBy"]>
          label={t("sizeIn")}
          value={draft.sizeBy}
          options={options}
          onChange={(sizeBy) =>
            change({ sizeBy, ...(sizeBy === "risk" ? { hasStops: true } : { size: "" }) })
          }
        />
      </div>
      {draft.sizeBy === "risk" ? (
        <RiskField form={form} listed={listed} />
      ) : (
        <div className="grid gap-1">
          <InlineField
            id="order-size"
            label={t("size")}
            value={draft.size}
            onChange={(event) => change({ size: event.target.value })}
            problem={problemAt("size")}
            end={unit}
          />
          <Chips
            values={SHARES}
            unit="%"
            current={draft.sizeBy === "percent" ? draft.size : ""}
            onChoose={(size) => change({ sizeBy: "percent", size })}
          />
        </div>
      )}
      <p className="flex justify-between text-text-3">
        {t("available")}
        <Available coin={listed.quoteCoin} />
      </p>
      <LeverageField form={form} listed={listed} portfolio={portfolio} />
    </>
  );
}

/** The free margin; below zero nothing is available. */
function Available({ coin }: { coin: string }) {
  const t = useTranslations("terminal.ticket");
  const freeMargin = useLiveFigure((figures) => figures.freeMargin);
  const amount = freeMargin === null ? NO_VALUE : formatFixed(Math.max(0, toNumber(freeMargin)), 2);
  return <span className="num text-text-2">{t("availableAmount", { amount, coin })}</span>;
}

function RiskField({ form, listed }: { form: OrderFormState; listed: InstrumentDto }) {
  const t = useTranslations("terminal.ticket");
  const { draft, change, problemAt } = form;
  return (
    <div className="grid gap-1">
      <InlineField
        id="order-risk"
        label={t("risk")}
        value={draft.risk}
        onChange={(event) => change({ risk: event.target.value })}
        problem={problemAt("risk") ?? problemAt("size")}
        end={
          <Select
            aria-label={t("riskUnit")}
            value={draft.riskBy}
            onChange={(event) => change({ riskBy: event.target.value as OrderDraft["riskBy"] })}
          >
            <option value="percent">{t("ofEquity")}</option>
            <option value="money">{listed.quoteCoin}</option>
          </Select>
        }
      />
      {draft.riskBy === "percent" && (
        <Chips values={RISKS} unit="%" current={draft.risk} onChoose={(risk) => change({ risk })} />
      )}
    </div>
  );
}

function Chips<Value extends string>(props: {
  values: readonly Value[];
  unit: string;
  current: string;
  onChoose: (value: Value) => void;
}) {
  return (
    <div className="flex gap-1">
      {props.values.map((value) => (
        <Button
          key={value}
          variant="outline"
          aria-pressed={props.current === value}
          className="num h-6 flex-1 border-line text-text-2 aria-pressed:border-accent aria-pressed:text-accent"
          onClick={() => props.onChoose(value)}
        >
          {value}
          {props.unit}
        </Button>
      ))}
    </div>
  );
}
