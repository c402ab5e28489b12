"use client";

import { lazyPart } from "@/components/ui/lazy/lazy-part";

/** The market's trades, loaded when their tab is first shown. */
export const TapePanel = lazyPart(
  () => import("@/components/terminal/book/tape-panel").then((module) => module.TapePanel),
  { failure: "inline" },
);
