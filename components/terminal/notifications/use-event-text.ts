"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { type EventText, formatEvent } from "@/components/terminal/notifications/format-event";
import { getInstrumentStore } from "@/lib/client/orders/instrument/instrument-store";
import type { PortfolioEventDto } from "@/lib/schemas/trading/trading-responses";

/** Formats events with the digits of the instruments known by then. */
export function useEventText(): (event: PortfolioEventDto) => EventText {
  const t = useTranslations("terminal");
  const tRule = useTranslations("common.rule");
  const tPhase = useTranslations("common.phase");
  return useMemo(() => {
    const digitsOf = (symbol: string) => getInstrumentStore().read(symbol)?.priceScale ?? null;
    return (event) => formatEvent(event, { t, tRule, tPhase, digitsOf });
  }, [t, tRule, tPhase]);
}
