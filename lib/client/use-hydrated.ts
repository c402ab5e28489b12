"use client";

import { useSyncExternalStore } from "react";

const neverChanges = () => () => {};

/** False in the server's HTML and until React has taken it over: clicks until then are lost. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
}
