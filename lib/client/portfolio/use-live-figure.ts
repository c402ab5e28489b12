"use client";

import { useSyncExternalStore } from "react";
import type { LiveFigures } from "@/lib/client/portfolio/live-figures";
import { readLiveFigures, subscribeLiveFigures } from "@/lib/client/portfolio/live-portfolio";

/** One primitive out of the live figures: the component renders only when that value changes. */
export function useLiveFigure<T extends string | number | bigint | boolean | null>(
  select: (figures: LiveFigures) => T,
): T | null {
  return useSyncExternalStore(
    subscribeLiveFigures,
    () => {
      const figures = readLiveFigures();
      return figures ? select(figures) : null;
    },
    () => null,
  );
}
