"use client";

import { useTranslations } from "next-intl";
import { Eye, EyeOff } from "@/components/icons/lucide";
import { DrawingMenu } from "@/components/terminal/chart/drawings/drawing-menu";
import { type DrawingProps, DrawingTools } from "@/components/terminal/chart/drawings/drawing-tools";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import { HintButton } from "@/components/ui/hint-button";
import { usePersisted } from "@/lib/client/persisted";

/** The drawing tools beside the chart; below 1024 px they are in the toolbar's menu. */
export function DrawingRail(props: DrawingProps) {
  const t = useTranslations("chart.drawing");
  const stores = useChartStores();
  const choices = usePersisted(stores.choices);
  const { hasDrawings } = choices;
  const label = t(hasDrawings ? "hideAll" : "showAll");
  const Icon = hasDrawings ? Eye : EyeOff;
  return (
    <div
      role="toolbar"
      aria-label={t("tools")}
      aria-orientation="vertical"
      className="flex w-8 shrink-0 flex-col items-center gap-0.5 overflow-y-clip border-r py-1 max-lg:hidden"
    >
      <DrawingTools {...props} hintSide="right" />
      <HintButton
        hint={label}
        hintSide="right"
        aria-label={t("hideAll")}
        aria-pressed={!hasDrawings}
        className="aria-pressed:text-accent"
        onClick={() => stores.choices.write({ ...choices, hasDrawings: !hasDrawings })}
      >
        <Icon aria-hidden />
      </HintButton>
      <DrawingMenu {...props} hasTools={false} />
    </div>
  );
}
