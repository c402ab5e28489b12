"use client";

import { usePathname } from "next/navigation";
import { useCallback } from "react";
import { TERMINAL_BASE, terminalPath } from "@/components/terminal/terminal-path";
import type { Instrument } from "@/lib/schemas/market";

/**
 * The instrument that the address names, and how to go to another without loading the page. The browser's
 * back button works, since each choice is an entry of its history.
 */
export function useSelectedInstrument(
  instruments: readonly Instrument[],
  firstSymbol: string,
): { instrument: Instrument | undefined; select: (symbol: string) => void } {
  const pathname = usePathname() ?? "";
  const symbol = pathname.startsWith(TERMINAL_BASE)
    ? decodeURIComponent(pathname.slice(TERMINAL_BASE.length))
    : firstSymbol;
  const instrument =
    instruments.find((one) => one.symbol === symbol) ?? instruments.find((one) => one.symbol === firstSymbol);
  const select = useCallback((next: string) => {
    const path = terminalPath(next);
    if (window.location.pathname !== path) window.history.pushState(null, "", path);
  }, []);
  return { instrument, select };
}
