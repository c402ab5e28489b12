"use client";

import { usePathname } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";
import { TERMINAL_BASE, terminalPath } from "@/components/terminal/layout/terminal-path";
import { getInstrumentStore } from "@/lib/client/orders/instrument/instrument-store";
import { useInstrument } from "@/lib/client/orders/instrument/use-instrument";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/**
 * The instrument of the URL, and a function to change it without loading the page. The browser's back button
 * works, since each choice is a history entry. `known` are those rendered with the page.
 */
export function useSelectedInstrument(
  known: readonly InstrumentDto[],
  first: InstrumentDto,
): { instrument: InstrumentDto; select: (symbol: string) => void } {
  const pathname = usePathname() ?? "";
  const symbol = pathname.startsWith(TERMINAL_BASE)
    ? decodeURIComponent(pathname.slice(TERMINAL_BASE.length))
    : first.symbol;
  useEffect(() => getInstrumentStore().add([...known, first]), [known, first]);
  const named = useInstrument(symbol) ?? (symbol === first.symbol ? first : null);
  // A history entry may name a market that is not loaded yet: the previous one stays until it is.
  const shown = useRef(first);
  if (named) shown.current = named;
  const select = useCallback((next: string) => void goTo(next), []);
  return { instrument: shown.current, select };
}

/** The URL changes once the market is loaded, so that it always names the shown market. */
async function goTo(symbol: string): Promise<void> {
  const path = terminalPath(symbol);
  if (window.location.pathname === path) return;
  const instrument = await getInstrumentStore()
    .load(symbol)
    .catch(() => null);
  if (instrument) window.history.pushState(null, "", path);
  else window.location.assign(path);
}
