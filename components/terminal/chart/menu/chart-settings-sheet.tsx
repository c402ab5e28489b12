"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import {
  CHART_STYLES,
  type ChartChoices,
  PRICE_SCALES,
} from "@/components/terminal/chart/menu/chart-choices";
import { Checkbox } from "@/components/ui/form/checkbox";
import { LabelledSelect } from "@/components/ui/form/labelled-select";
import { usePersisted } from "@/lib/client/persisted";

const SPREAD = { className: "justify-between gap-2", selectClassName: "max-w-36" };

/** How the chart is drawn: style, scale, time zone, and what is shown on them. */
export function ChartSettingsSheet() {
  const t = useTranslations("chart.settings");
  const stores = useChartStores();
  const choices = usePersisted(stores.choices);
  const change = (part: Partial<ChartChoices>) => stores.choices.write({ ...choices, ...part });
  return (
    <>
      <LabelledSelect
        {...SPREAD}
        label={t("style")}
        value={choices.style}
        options={CHART_STYLES.map((style) => [style, t(`styles.${style}`)])}
        onChange={(style) => change({ style })}
      />
      <LabelledSelect
        {...SPREAD}
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
  return <LabelledSelect {...SPREAD} label={t("zone")} value={value} options={zones} onChange={onChange} />;
}
