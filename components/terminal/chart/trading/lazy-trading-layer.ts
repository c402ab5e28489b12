"use client";

import { lazyPart } from "@/components/ui/lazy/lazy-part";

/** The trader's own on the chart, loaded separately for signed-in users. */
export const LazyTradingLayer = lazyPart(
  () => import("@/components/terminal/layout/trading-parts").then((module) => module.TradingLayer),
  { failure: "hidden" },
);
