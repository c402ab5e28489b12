"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Spline } from "@/components/icons/lucide";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Popup } from "@/components/ui/popup";
import { usePersisted } from "@/lib/client/persisted";

const IndicatorSheet = lazyPart(
  () => import("@/components/terminal/chart/menu/chart-menu-parts").then((module) => module.IndicatorSheet),
  { failure: "inline" },
);

/** Opens the list of indicators; its button says how many are on the chart. */
export function IndicatorMenu() {
  const t = useTranslations("chart.indicator");
  const chosen = usePersisted(useChartStores().indicators);
  const [isOpen, setOpen] = useState(false);
  return (
    <Popup
      trigger={{
        id: "indicator-button",
        size: "tight",
        "aria-label": t("shown", { count: String(chosen.length) }),
        children: (
          <>
            <Spline aria-hidden className="size-3.5" />
            {chosen.length > 0 && <span className="num">{chosen.length}</span>}
          </>
        ),
      }}
      role="dialog"
      label={t("label")}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="start"
      className="max-h-[60vh] w-80 overflow-y-auto p-2"
    >
      <IndicatorSheet />
    </Popup>
  );
}
