"use client";

import { useTranslations } from "next-intl";
import { ChangeCell } from "@/components/terminal/market/change-cell";
import { PriceCell } from "@/components/terminal/market/price-cell";
import { cn } from "@/lib/client/cn";
import type { InstrumentDto } from "@/lib/schemas/market/market";

type Props = { instruments: readonly InstrumentDto[]; selected: string; onSelect: (symbol: string) => void };

/** Two full rows of five. */
const SHOWN = 10;

/** The first markets with their prices; a press shows one in the chart. */
export function TickerStrip({ instruments, selected, onSelect }: Props) {
  const t = useTranslations("site.liveMarket");
  return (
    <ul aria-label={t("markets")} className="grid shrink-0 grid-cols-2 overflow-hidden sm:grid-cols-5">
      {instruments.slice(0, SHOWN).map(({ symbol, baseCoin, quoteCoin, priceScale }) => (
        <li key={symbol} className="-mr-px border-r border-b max-sm:nth-[n+7]:hidden">
          <button
            type="button"
            aria-pressed={symbol === selected}
            onClick={() => onSelect(symbol)}
            className={cn(
              "-outline-offset-2 flex h-[50px] w-full flex-col justify-center px-3 text-left text-xs leading-[18px] hover:bg-hover",
              symbol === selected && "bg-hover shadow-[inset_0_-2px_0_var(--accent)]",
            )}
          >
            <span className="font-medium">
              {baseCoin}
              <span className="font-normal text-text-3">{quoteCoin}</span>
            </span>
            <span className="flex w-full justify-between gap-2">
              <PriceCell symbol={symbol} priceScale={priceScale} hasTint />
              <ChangeCell symbol={symbol} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
