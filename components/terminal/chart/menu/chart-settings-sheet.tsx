"use client";

import { useTranslations } from "next-intl";
import { useId, useMemo } from "react";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import {
  CHART_STYLES,
  type ChartChoices,
  PRICE_SCALES,
} from "@/components/terminal/chart/menu/chart-choices";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Select } from "@/components/ui/form/select";

import { usePersisted } from "@/lib/client/persisted";

/** How the chart is drawn: style, scale, time zone, and what is shown on them. */
export function ChartSettingsSheet() {
  const t = useTranslations("chart.settings");
  const stores = useChartStores();
  const choices = usePersisted(stores.choices);
  const change = (part: Partial<ChartChoices>) => stores.choices.write({ ...choices, ...part });
  return (
    <>
      <Choice
        label={t("style")}
        value={choices.style}
        options={CHART_STYLES.map((style) => [style, t(`styles.${style}`)])}
        onChange={(style) => change({ style })}
      />
      <Choice
        label={t("scale")}
        value={choices.compare === null ? choices.scale : "percent"}
        note={choices.compare === null ? undefined : t("comparing")}
        options={PRICE_SCALES.map((scale) => [scale, t(`scales.${scale}`)])}
        onChange={(scale) => change({ scale })}
      />
      <ZoneChoice value={choices.zone} onChange={(zone) => change({ zone })} />
      <Checkbox isOn={choices.hasFills} onChange={(hasFills) => change({ hasFills })}>
        {t("fills")}
      </Checkbox>
      <Checkbox isOn={choices.hasCountdown} onChange={(hasCountdown) => change({ hasCountdown })}>
        {t("countdown")}
      </Checkbox>
    </>
  );
}

function ZoneChoice({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const t = useTranslations("chart.settings");
  const zones = useMemo(
    () => [
      ["UTC", t("utc")] as const,
      ["local", t("local")] as const,
      ...Intl.supportedValuesOf("timeZone").map((zone) => [zone, zone.replaceAll("_", " ")] as const),
    ],
    [t],
  );
  return <Choice label={t("zone")} value={value} options={zones} onChange={onChange} />;
}

function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  /** Why the value can't be changed now. */
  note?: string;
  onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-2">
      <label htmlFor={id} className="text-text-3">
        {props.label}
      </label>
      <Select
        id={id}
        value={props.value}
        disabled={props.note !== undefined}
        title={props.note}
        onChange={(event) => props.onChange(event.target.value as Value)}
        className="max-w-36"
      >
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </Select>
    </div>
  );
}
