"use client";

import { ChangeCell } from "@/components/terminal/change-cell";
import { PriceCell } from "@/components/terminal/price-cell";
import { cn } from "@/lib/client/cn";
import type { Instrument } from "@/lib/schemas/market";

type Props = { instruments: readonly Instrument[]; selected: string; onSelect: (symbol: string) => void };

/** The markets with their prices; a press puts one into the chart. */
export function TickerStrip({ instruments, selected, onSelect }: Props) {
  return (
    <ul
      aria-label="Markets"
      className="grid grid-cols-[repeat(auto-fill,minmax(128px,1fr))] gap-px overflow-hidden border-b bg-line max-md:max-h-[154px]"
    >
      {instruments.map(({ symbol, baseCoin, quoteCoin, priceScale }) => (
        <li key={symbol} className="bg-panel">
          <button
            type="button"
            aria-pressed={symbol === selected}
            onClick={() => onSelect(symbol)}
            className={cn(
              "-outline-offset-2 flex h-[50px] w-full flex-col justify-center px-3 text-left text-xs leading-[18px] hover:bg-hover",
              symbol === selected && "bg-hover shadow-[inset_0_-2px_0_var(--accent)]",
            )}
          >
            <span className="flex w-full justify-between gap-2">
              <span className="font-medium">
                {baseCoin}
                <span className="font-normal text-text-3">{quoteCoin}</span>
              </span>
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
