"use client";

import { useTranslations } from "next-intl";
import { INTERVAL_TEXT } from "@/components/terminal/chart/chart-intervals";
import { MenuChoice } from "@/components/ui/menu-items";
import { INTERVALS, type Interval } from "@/lib/core/candle-interval";

const ALL = INTERVALS.map((interval) => [interval, INTERVAL_TEXT[interval]] as const);

/** All intervals of a chart. */
export function IntervalMenuItems(props: { interval: Interval; onInterval: (interval: Interval) => void }) {
  const t = useTranslations("chart");
  return (
    <MenuChoice<Interval>
      label={t("interval")}
      value={props.interval}
      options={ALL}
      onChange={props.onInterval}
    />
  );
}
