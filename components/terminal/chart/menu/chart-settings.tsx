"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Settings2 } from "@/components/icons/lucide";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Popup } from "@/components/ui/popup";

const ChartSettingsSheet = lazyPart(
  () =>
    import("@/components/terminal/chart/menu/chart-menu-parts").then((module) => module.ChartSettingsSheet),
  { failure: "inline" },
);

/** Opens the settings of the chart. */
export function ChartSettings() {
  const t = useTranslations("chart.settings");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popup
      trigger={{ size: "icon", "aria-label": t("label"), children: <Settings2 aria-hidden /> }}
      role="dialog"
      label={t("label")}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="start"
      className="grid w-60 gap-2 p-3 text-xs"
    >
      <ChartSettingsSheet />
    </Popup>
  );
}
