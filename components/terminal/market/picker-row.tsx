// biome-ignore-all lint/a11y/useSemanticElements: a table can't place its rows by their index
// biome-ignore-all lint/a11y/useFocusableInteractive: the search keeps the focus and names the active row
"use client";

import { useTranslations } from "next-intl";
import { type MouseEvent, memo } from "react";
import { Star } from "@/components/icons/lucide";
import { terminalPath } from "@/components/terminal/layout/terminal-path";
import { ChangeText } from "@/components/terminal/market/change-cell";
import type { SortFigures } from "@/components/terminal/market/market-sort";
import { isClosed, isNew } from "@/components/terminal/market/order-markets";
import { PriceText } from "@/components/terminal/market/price-cell";
import { useRowTick } from "@/components/terminal/market/use-live-rows";
import { toggleStar } from "@/components/terminal/market/watchlist";
import { cn } from "@/lib/client/cn";
import { formatCompact, formatPercent } from "@/lib/client/format";
import { readServerNowMs } from "@/lib/client/market/server-clock";
import type { ListedInstrument } from "@/lib/schemas/market/market-responses";

/** Columns of heads and rows: star, market, price, change, and with enough space funding and volume. */
export const PICKER_COLUMNS =
  "grid grid-cols-[36px_minmax(0,1fr)_minmax(0,auto)_76px] items-center gap-x-2 pr-3 md:grid-cols-[32px_minmax(0,1fr)_124px_76px_104px_84px]";

type Props = {
  id: string;
  instrument: ListedInstrument;
  /** As of the last time that the list was sorted. */
  figures: SortFigures | null;
  index: number;
  top: number;
  height: number;
  isLive: boolean;
  isActive: boolean;
  isSelected: boolean;
  isStarred: boolean;
  onSelect: (symbol: string) => void;
};

/** One market of the list, placed by its index. Its figures are live while `isLive`. */
export const PickerRow = memo(function PickerRow(props: Props) {
  const { instrument, figures, isLive, isActive, isSelected, isStarred } = props;
  const { symbol, priceScale } = instrument;
  const t = useTranslations("terminal.markets");
  const tick = useRowTick(symbol, isLive);
  const turnover = formatCompact(tick ? tick.turnover24h : figures?.turnover24h);
  const rate = tick ? tick.fundingRate : figures?.fundingRate;
  return (
    <div
      role="row"
      id={props.id}
      aria-rowindex={props.index + 2}
      aria-selected={isActive}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      className={cn(
        PICKER_COLUMNS,
        "absolute inset-x-0 top-0 text-xs hover:bg-hover aria-selected:bg-hover",
        isSelected && "shadow-[inset_2px_0_0_var(--accent)]",
      )}
    >
      <div role="gridcell" className="relative z-[1] pl-1.5">
        <button
          type="button"
          tabIndex={isActive ? 0 : -1}
          aria-pressed={isStarred}
          aria-label={t("starSymbol", { symbol })}
          onClick={() => toggleStar(symbol)}
          className="grid size-7 place-items-center rounded text-text-3 hover:text-text aria-pressed:text-warn"
        >
          <Star aria-hidden className={cn("size-3.5", isStarred && "fill-current")} />
        </button>
      </div>
      <div role="gridcell" className="min-w-0">
        <MarketName {...props} />
        <span className="num block truncate text-[11px] text-text-3 leading-4 md:hidden">
          {t("rowFigures", { volume: turnover, rate: formatPercent(rate, 4) })}
        </span>
      </div>
      <div role="gridcell" className="text-right text-[13px] md:text-xs">
        <PriceText
          symbol={symbol}
          priceScale={priceScale}
          last={tick?.last ?? figures?.last ?? null}
          hasTint={isLive}
        />
      </div>
      <div role="gridcell" className="text-right text-[13px] md:text-xs">
        <ChangeText change={tick ? tick.change24h : (figures?.change24h ?? null)} />
      </div>
      <div role="gridcell" className="num whitespace-nowrap text-right max-md:hidden">
        {formatPercent(rate, 4)}{" "}
        <span className="inline-block w-6 text-left text-text-3">
          {t("everyHours", { hours: String(instrument.fundingMinutes / 60) })}
        </span>
      </div>
      <div role="gridcell" className="num text-right max-md:hidden">
        {turnover}
      </div>
    </div>
  );
});

/** The market's name as a link that covers its row, with its badges. */
function MarketName({ instrument, isSelected, onSelect }: Props) {
  const { symbol, baseCoin, name } = instrument;
  const t = useTranslations("terminal.markets");
  const handleClick = (event: MouseEvent) => {
    // A link with a modifier key opens a tab.
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onSelect(symbol);
  };
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <a
        href={terminalPath(symbol)}
        tabIndex={-1}
        aria-current={isSelected ? "page" : undefined}
        onClick={handleClick}
        className="truncate font-medium text-[13px] before:absolute before:inset-0 md:text-xs"
      >
        {/* One inline element: screen readers would read two flex items as two words. */}
        <span>
          {baseCoin}
          <span className="font-normal text-text-3">{symbol.slice(baseCoin.length)}</span>
        </span>
      </a>
      <span className="num shrink-0 rounded-sm bg-raised px-1 text-[10px] text-text-3 leading-4">
        {t("leverage", { leverage: String(Number(instrument.maxLeverage)) })}
      </span>
      {isNew(instrument, readServerNowMs()) && <Badge tone="text-accent">{t("isNew")}</Badge>}
      {isClosed(instrument) && <Badge tone="text-warn">{t("isClosed")}</Badge>}
      <span className="min-w-0 truncate text-text-3 max-md:hidden">{name !== baseCoin && name}</span>
    </span>
  );
}

function Badge({ tone, children }: { tone: string; children: string }) {
  return (
    <span className={cn("shrink-0 rounded-sm bg-raised px-1 text-[10px] leading-4", tone)}>{children}</span>
  );
}
