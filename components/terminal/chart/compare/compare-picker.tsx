"use client";

import { useTranslations } from "next-intl";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import { lazyPart } from "@/components/ui/lazy/lazy-part";

const MarketPicker = lazyPart(
  () => import("@/components/terminal/market/market-picker").then((module) => module.MarketPicker),
  { failure: "corner" },
);

/** Chooses the market that is compared with the chart's; the chart's own ends the comparison. */
export function ComparePicker({ symbol, onClose }: { symbol: string; onClose: () => void }) {
  const t = useTranslations("chart.compare");
  const { choices } = useChartStores();
  const chart = choices.read();
  return (
    <MarketPicker
      popular={[]}
      selected={chart.compare ?? ""}
      title={t("title")}
      onSelect={(chosen) => choices.write({ ...chart, compare: chosen === symbol ? null : chosen })}
      onClose={onClose}
    />
  );
}
