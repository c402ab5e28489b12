"use client";

import { useTranslations } from "next-intl";
import { EyeOff, Lock, LockOpen, Trash2 } from "@/components/icons/lucide";
import type { Drawing } from "@/components/terminal/chart/drawings/drawing";
import type { DrawingStore } from "@/components/terminal/chart/drawings/drawing-history";
import { useDrawingActions } from "@/components/terminal/chart/drawings/use-drawing-actions";
import { Button } from "@/components/ui/button";

/** What can be done to the chosen drawing, over the chart. */
export function ChosenDrawing({ store, drawing }: { store: DrawingStore; drawing: Drawing }) {
  const t = useTranslations("chart.drawing");
  const { lock, hide, remove } = useDrawingActions(store, drawing, t(drawing.tool));
  const Padlock = drawing.isLocked ? Lock : LockOpen;
  return (
    <div
      role="toolbar"
      aria-label={t("chosen")}
      className="panel -translate-x-1/2 absolute top-9 left-1/2 z-10 flex items-center gap-0.5 border-line-strong p-0.5 shadow-xl"
      // A press elsewhere drops the choice.
      onPointerDown={(event) => event.stopPropagation()}
    >
      <Button size="icon" aria-label={lock.label} aria-pressed={drawing.isLocked ?? false} onClick={lock.act}>
        <Padlock aria-hidden className={drawing.isLocked ? "text-accent" : undefined} />
      </Button>
      <Button size="icon" aria-label={hide.label} onClick={hide.act}>
        <EyeOff aria-hidden />
      </Button>
      <Button size="icon" aria-label={remove.label} onClick={remove.act}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}
