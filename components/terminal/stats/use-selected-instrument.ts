"use client";

import { usePathname } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";
import { TERMINAL_BASE, terminalPath } from "@/components/terminal/layout/terminal-path";
import { getInstrumentStore } from "@/lib/client/orders/instrument-store";
import { useInstrument } from "@/lib/client/orders/use-instrument";
import type { Instrument } from "@/lib/schemas/market/market";

/**
 * The instrument that the address names, and how to go to another without loading the page. The browser's
 * back button works, since each choice is an entry of its history. `known` are those that came with the page.
 */
export function useSelectedInstrument(
  known: readonly Instrument[],
  first: Instrument,
): { instrument: Instrument; select: (symbol: string) => void } {
  const pathname = usePathname() ?? "";
  const symbol = pathname.startsWith(TERMINAL_BASE)
    ? decodeURIComponent(pathname.slice(TERMINAL_BASE.length))
    : first.symbol;
  useEffect(() => getInstrumentStore().add([...known, first]), [known, first]);
  const named = useInstrument(symbol) ?? (symbol === first.symbol ? first : null);
  // An entry of the history may name a market that this page has not seen: the one before stays until it is known.
  const shown = useRef(first);
  if (named) shown.current = named;
  const select = useCallback((next: string) => void goTo(next), []);
  return { instrument: shown.current, select };
}

/** The address changes when the market is known, so that it never names another one than the desk shows. */
async function goTo(symbol: string): Promise<void> {
  const path = terminalPath(symbol);
  if (window.location.pathname === path) return;
  const instrument = await getInstrumentStore()
    .load(symbol)
    .catch(() => null);
  if (instrument) window.history.pushState(null, "", path);
  else window.location.assign(path);
}
