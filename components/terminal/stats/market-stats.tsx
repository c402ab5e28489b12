"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FundingStat } from "@/components/terminal/stats/funding-stat";
import { formatCompact, formatFixed } from "@/lib/client/format";
import { useTicker } from "@/lib/client/market/use-ticker";
import type { InstrumentDto, Tick } from "@/lib/schemas/market/market";

/**
 * Mark, index, funding and the last 24 hours. What does not fit in the row is hidden, the least important
 * first.
 */
export function MarketStats({ instrument }: { instrument: InstrumentDto }) {
  const { symbol, priceScale, baseCoin, quoteCoin } = instrument;
  const t = useTranslations("terminal.stats");
  const tick = useTicker(symbol);
  const price = (read: (tick: Tick) => string | null) => formatFixed(tick && read(tick), priceScale);
  return (
    // The empty first item lets also the first figure leave the row when it doesn't fit.
    <dl className="flex h-9 min-w-0 flex-1 flex-wrap gap-x-5 overflow-hidden text-xs md:before:-mr-5 md:before:h-9 md:before:content-[''] max-md:order-1 max-md:grid max-md:h-auto max-md:basis-full max-md:grid-cols-[auto_auto_auto] max-md:justify-between max-md:gap-x-2">
      <Stat name={t("mark")}>{price((one) => one.mark)}</Stat>
      <Stat name={t("index")}>{price((one) => one.index)}</Stat>
      <Stat name={t("funding")}>
        <FundingStat symbol={symbol} />
      </Stat>
      <Stat name={t("high")}>{price((one) => one.high24h)}</Stat>
      <Stat name={t("low")}>{price((one) => one.low24h)}</Stat>
      <Stat name={t("volume", { coin: baseCoin })}>{formatCompact(tick?.volume24h)}</Stat>
      <Stat name={t("turnover", { coin: quoteCoin })}>{formatCompact(tick?.turnover24h)}</Stat>
    </dl>
  );
}

function Stat({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex h-9 flex-col justify-center whitespace-nowrap leading-4 max-md:nth-[n+7]:hidden">
      <dt className="text-[11px] text-text-3">{name}</dt>
      <dd className="num text-text">{children}</dd>
    </div>
  );
}
