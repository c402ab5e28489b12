"use client";

import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { getInstrumentStore } from "@/lib/client/orders/instrument/instrument-store";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** An instrument by its symbol; null until it is loaded. Requested when the page does not have it. */
export function useInstrument(symbol: string): InstrumentDto | null {
  const instrument = useSyncExternalStore(
    getInstrumentStore().subscribe,
    () => getInstrumentStore().read(symbol),
    () => null,
  );
  useEffect(() => getInstrumentStore().request([symbol]), [symbol]);
  return instrument;
}

/** The same for several symbols, in their order; those not loaded yet are left out. */
export function useInstruments(symbols: readonly string[]): readonly InstrumentDto[] {
  const key = symbols.join(",");
  const last = useRef<readonly InstrumentDto[]>([]);
  const read = useCallback(() => {
    const found = key.split(",").flatMap((symbol) => getInstrumentStore().read(symbol) ?? []);
    const isSame = found.length === last.current.length && found.every((one, at) => one === last.current[at]);
    if (!isSame) last.current = found;
    return last.current;
  }, [key]);
  useEffect(() => {
    if (key !== "") getInstrumentStore().request(key.split(","));
  }, [key]);
  return useSyncExternalStore(getInstrumentStore().subscribe, read, () => NONE);
}

const NONE: readonly InstrumentDto[] = [];
