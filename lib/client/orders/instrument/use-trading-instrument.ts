"use client";

import { useMemo } from "react";
import { getJson } from "@/lib/client/api/market-api";
import { useSharedRead } from "@/lib/client/api/use-shared-read";
import { toTradingInstrument } from "@/lib/client/orders/instrument/trading-instrument";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import type { InstrumentDto as ListedInstrument } from "@/lib/schemas/market/market";
import type { TradingCosts } from "@/lib/schemas/market/market-responses";

/** The instrument with fees and risk tiers, requested once for each symbol. */
export function useTradingInstrument(listed: ListedInstrument): Instrument {
  const url = `/api/instruments/costs?symbol=${listed.symbol}`;
  const { data } = useSharedRead(url, () => getJson<TradingCosts>(url), { isConstant: true });
  return useMemo(() => toTradingInstrument(listed, data ?? null), [listed, data]);
}
