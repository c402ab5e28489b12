"use client";

import { type MouseEvent, memo } from "react";
import { Star } from "@/components/icons/lucide";
import { ChangeCell } from "@/components/terminal/change-cell";
import { PriceCell } from "@/components/terminal/price-cell";
import { Sparkline } from "@/components/terminal/sparkline";
import { terminalPath } from "@/components/terminal/terminal-path";
import { starredSymbols, toggleStar } from "@/components/terminal/watchlist";
import { cn } from "@/lib/client/cn";
import { usePersisted } from "@/lib/client/persisted";
import type { Instrument } from "@/lib/schemas/market";

type Props = { instrument: Instrument; isSelected: boolean; onSelect: (symbol: string) => void };

/** One market; its cells follow the price by themselves. */
export const MarketRow = memo(function MarketRow({ instrument, isSelected, onSelect }: Props) {
  const { symbol, baseCoin, quoteCoin, priceScale } = instrument;
  const isStarred = usePersisted(starredSymbols).includes(symbol);
  const handleClick = (event: MouseEvent) => {
    // A link with a modifier still opens a tab of its own.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onSelect(symbol);
  };
  return (
    <tr
      className={cn(
        "relative h-8 hover:bg-hover",
        isSelected && "bg-hover shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      <td className="relative z-[1] pl-1.5">
        <button
          type="button"
          aria-pressed={isStarred}
          aria-label={`Star ${symbol}`}
          onClick={() => toggleStar(symbol)}
          className="grid size-6 place-items-center rounded text-text-3 hover:text-text aria-pressed:text-warn"
        >
          <Star aria-hidden className={cn("size-3.5", isStarred && "fill-current")} />
        </button>
      </td>
      <th scope="row" className="truncate pr-1 text-left font-medium">
        <a
          href={terminalPath(symbol)}
          data-market={symbol}
          aria-current={isSelected ? "page" : undefined}
          onClick={handleClick}
          className="inline-flex h-6 items-center before:absolute before:inset-0"
        >
          {/* One inline piece: as two flex items they would be read as two words. */}
          <span>
            {baseCoin}
            <span className="font-normal text-text-3">{quoteCoin}</span>
          </span>
        </a>
      </th>
      <td aria-hidden className="@max-[290px]:hidden">
        <Sparkline symbol={symbol} />
      </td>
      <td className="text-right">
        <PriceCell symbol={symbol} priceScale={priceScale} hasTint />
      </td>
      <td className="pr-2 text-right">
        <ChangeCell symbol={symbol} />
      </td>
    </tr>
  );
});
