"use client";

import { useSyncExternalStore } from "react";

/** `wide` from 1280 px, `narrow` from 768 px, `phone` below. */
export type DeskLayout = "wide" | "narrow" | "phone";

const WIDE = "(min-width: 1280px)";
const NARROW = "(min-width: 768px)";

function subscribe(listener: () => void): () => void {
  const queries = [WIDE, NARROW].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener("change", listener);
  return () => {
    for (const query of queries) query.removeEventListener("change", listener);
  };
}

function read(): DeskLayout {
  if (window.matchMedia(WIDE).matches) return "wide";
  return window.matchMedia(NARROW).matches ? "narrow" : "phone";
}

/** The terminal's layout; null until the width is known. */
export function useDeskLayout(): DeskLayout | null {
  return useSyncExternalStore<DeskLayout | null>(subscribe, read, () => null);
}
