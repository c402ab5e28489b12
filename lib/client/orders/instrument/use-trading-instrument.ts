"use client";

import { useMemo } from "react";
import useSWRImmutable from "swr/immutable";
import { getJson } from "@/lib/client/api/market-api";
import { toTradingInstrument } from "@/lib/client/orders/instrument/trading-instrument";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import type { InstrumentDto as ListedInstrument } from "@/lib/schemas/market/market";
import type { TradingCosts } from "@/lib/schemas/market/market-responses";

/** The instrument with fees and risk tiers, requested once for each symbol. */
export function useTradingInstrument(listed: ListedInstrument): Instrument {
  const { data } = useSWRImmutable(`/api/instruments/costs?symbol=${listed.symbol}`, (url: string) =>
    getJson<TradingCosts>(url),
  );
  return useMemo(() => toTradingInstrument(listed, data ?? null), [listed, data]);
}
