"use client";

import { useTranslations } from "next-intl";
import type { Drawing } from "@/components/terminal/chart/drawings/drawing";
import type { DrawingStore } from "@/components/terminal/chart/drawings/drawing-history";

/** What can be done to one drawing, with the buttons' names. */
export function useDrawingActions(store: DrawingStore, drawing: Drawing, name: string) {
  const t = useTranslations("chart.drawing");
  const change = (part: Partial<Drawing>) =>
    store.write(store.read().map((one) => (one.id === drawing.id ? { ...one, ...part } : one)));
  return {
    change,
    lock: {
      label: t(drawing.isLocked ? "unlock" : "lock", { drawing: name }),
      act: () => change({ isLocked: !drawing.isLocked }),
    },
    hide: {
      label: t(drawing.isHidden ? "show" : "hide", { drawing: name }),
      act: () => change({ isHidden: !drawing.isHidden }),
    },
    remove: {
      label: t("delete", { drawing: name }),
      act: () => store.write(store.read().filter(({ id }) => id !== drawing.id)),
    },
  };
}
