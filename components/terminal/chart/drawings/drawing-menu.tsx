"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Layers, Pencil } from "@/components/icons/lucide";
import { getDrawings } from "@/components/terminal/chart/drawings/drawing";
import type { DrawingProps } from "@/components/terminal/chart/drawings/drawing-tools";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Popup } from "@/components/ui/popup";
import { usePersisted } from "@/lib/client/persisted";

const DrawingSheet = lazyPart(
  () => import("@/components/terminal/chart/menu/chart-menu-parts").then((module) => module.DrawingSheet),
  { failure: "inline" },
);

/** Opens the list of the chart's drawings. `hasTools`: with the tools, where they have no bar. */
export function DrawingMenu({ hasTools, ...drawing }: DrawingProps & { hasTools: boolean }) {
  const t = useTranslations("chart.drawing");
  const drawings = usePersisted(getDrawings(drawing.owner));
  const [isOpen, setOpen] = useState(false);
  const Icon = hasTools ? Pencil : Layers;
  return (
    <Popup
      trigger={{
        size: "icon",
        "aria-label": t("list", { count: String(drawings.length) }),
        className: hasTools ? "lg:hidden" : undefined,
        children: <Icon aria-hidden />,
      }}
      role="dialog"
      label={t("title")}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="start"
      className="grid max-h-[60vh] w-80 max-w-[calc(100vw-1rem)] gap-2 overflow-y-auto p-2"
    >
      <DrawingSheet {...drawing} hasTools={hasTools} onClose={() => setOpen(false)} />
    </Popup>
  );
}
