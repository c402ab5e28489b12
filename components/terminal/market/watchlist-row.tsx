"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, memo, useRef } from "react";
import { Star } from "@/components/icons/lucide";
import { terminalPath } from "@/components/terminal/layout/terminal-path";
import { ChangeCell } from "@/components/terminal/market/change-cell";
import { PriceCell } from "@/components/terminal/market/price-cell";
import { Sparkline } from "@/components/terminal/market/sparkline";
import { starredSymbols, toggleStar } from "@/components/terminal/market/watchlist";
import { cn } from "@/lib/client/cn";
import { usePersisted } from "@/lib/client/persisted";
import { useInView } from "@/lib/client/use-in-view";
import type { InstrumentDto } from "@/lib/schemas/market/market";

type Props = {
  instrument: InstrumentDto;
  isSelected: boolean;
  /** Whether prices are subscribed before the row is known to be in view. */
  isLiveNow: boolean;
  onSelect: (symbol: string) => void;
};

/** One market; its cells update themselves while in view. */
export const WatchlistRow = memo(function WatchlistRow({
  instrument,
  isSelected,
  isLiveNow,
  onSelect,
}: Props) {
  const { symbol, baseCoin, quoteCoin, priceScale } = instrument;
  const t = useTranslations("terminal.markets");
  const row = useRef<HTMLTableRowElement>(null);
  const isLive = useInView(row, isLiveNow);
  const isStarred = usePersisted(starredSymbols).includes(symbol);
  const handleClick = (event: MouseEvent) => {
    // A link with a modifier key opens a tab.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onSelect(symbol);
  };
  return (
    <tr
      ref={row}
      className={cn(
        "relative h-8 hover:bg-hover",
        isSelected && "bg-hover shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      <td className="relative z-[1] pl-0.5">
        <button
          type="button"
          aria-pressed={isStarred}
          aria-label={t("starSymbol", { symbol })}
          onClick={() => toggleStar(symbol)}
          className="grid size-6 place-items-center rounded text-text-3 hover:text-text aria-pressed:text-warn"
        >
          <Star aria-hidden className={cn("size-3.5", isStarred && "fill-current")} />
        </button>
      </td>
      <th scope="row" title={symbol} className="truncate text-left font-medium">
        <a
          href={terminalPath(symbol)}
          data-market={symbol}
          aria-current={isSelected ? "page" : undefined}
          onClick={handleClick}
          className="inline-flex h-6 items-center before:absolute before:inset-0"
        >
          {/* One inline element: screen readers would read two flex items as two words. */}
          <span>
            {baseCoin}
            <span className="font-normal text-text-3">{quoteCoin}</span>
          </span>
        </a>
      </th>
      <td aria-hidden className="@max-[290px]:hidden">
        {isLive && <Sparkline symbol={symbol} />}
      </td>
      <td className="text-right">
        {isLive && <PriceCell symbol={symbol} priceScale={priceScale} hasTint />}
      </td>
      <td className="pr-2 text-right">{isLive && <ChangeCell symbol={symbol} />}</td>
    </tr>
  );
});
