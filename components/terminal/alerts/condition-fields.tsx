"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import type { FormValues } from "@/components/terminal/alerts/alert-values";
import { COMMON_INTERVALS, INTERVAL_TEXT } from "@/components/terminal/chart/chart-intervals";
import { InlineField } from "@/components/ui/form/inline-field";
import { LabelledSelect } from "@/components/ui/form/labelled-select";
import { Segmented } from "@/components/ui/form/segmented";
import { readPositive } from "@/lib/client/numbers/read-number";
import { explainNumber } from "@/lib/client/orders/problem-text";
import { ALERT_DIRECTIONS, ALERT_INDICATORS, MOVE_WINDOWS } from "@/lib/core/alerts/alert";

type Props = { values: FormValues; onChange: (changes: Partial<FormValues>) => void };
type NumberField = "level" | "percent" | "length" | "rsiLevel" | "amount" | "minutes";

/** The fields of the chosen kind of alert. */
export function ConditionFields({ values, onChange }: Props) {
  const t = useTranslations("alerts.field");
  const field = (name: NumberField, end?: string, label: NumberField | "move" = name) => (
    <NumberInput
      name={name}
      label={t(label)}
      value={values[name]}
      end={end}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  switch (values.kind) {
    case "price":
      return (
        <>
          {field("level")}
          <Direction values={values} onChange={onChange} />
        </>
      );
    case "move":
      return (
        <>
          {field("percent", "%", "move")}
          <LabelledSelect
            label={t("window")}
            value={String(values.windowMinutes) as `${FormValues["windowMinutes"]}`}
            options={MOVE_WINDOWS.map((minutes) => [`${minutes}`, t(`windows.${minutes}`)] as const)}
            onChange={(minutes) =>
              onChange({ windowMinutes: Number(minutes) as FormValues["windowMinutes"] })
            }
          />
          <Direction values={values} onChange={onChange} />
        </>
      );
    case "indicator":
      return (
        <>
          <LabelledSelect
            label={t("indicator")}
            value={values.indicator}
            options={ALERT_INDICATORS.map((indicator) => [indicator, indicator.toUpperCase()] as const)}
            onChange={(indicator) => onChange({ indicator })}
          />
          {field("length")}
          {values.indicator === "rsi" && field("rsiLevel")}
          <LabelledSelect
            label={t("interval")}
            value={values.interval}
            options={COMMON_INTERVALS.map((interval) => [interval, INTERVAL_TEXT[interval]] as const)}
            onChange={(interval) => onChange({ interval })}
          />
          <Direction values={values} onChange={onChange} />
        </>
      );
    case "liquidation":
      return field("percent", "%");
    case "headroom":
      return field("amount", "USDT");
    case "funding":
      return field("minutes");
    case "fill":
      return <p className="max-w-72 pb-1.5 text-text-3">{t("fillText")}</p>;
  }
}

function NumberInput(props: {
  name: string;
  label: string;
  value: string;
  end?: string | undefined;
  onChange: (value: string) => void;
}) {
  const id = useId();
  const t = useTranslations("terminal.problem");
  const reading = readPositive(props.value);
  const isWrong = "problem" in reading && reading.problem !== "missing";
  return (
    <InlineField
      id={id}
      problem={isWrong ? explainNumber(reading, { wrong: (text) => text("number") })(t) : null}
      label={props.label}
      end={props.end}
      value={props.value}
      className="w-44"
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}

function Direction({ values, onChange }: Props) {
  const t = useTranslations("alerts");
  return (
    <Segmented
      label={t("field.direction")}
      value={values.direction}
      options={ALERT_DIRECTIONS.map((direction) => [direction, t(`direction.${direction}`)] as const)}
      onChange={(direction) => onChange({ direction })}
    />
  );
}
