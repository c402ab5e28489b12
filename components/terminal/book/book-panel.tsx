"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { BookSide } from "@/components/terminal/book/book-side";
import { useDeepBook } from "@/components/terminal/book/use-deep-book";
import { useOwnPrices } from "@/components/terminal/book/use-own-prices";
import { Select } from "@/components/ui/form/select";
import { formatFixed, formatShare, NO_VALUE } from "@/lib/client/format";
import { countDigits, deepenBook, groupBook, listGroupSteps } from "@/lib/client/market/group-book";
import { useBook } from "@/lib/client/market/use-ticker";
import { createPersisted, usePersisted } from "@/lib/client/persisted";
import type { BookDto, InstrumentDto } from "@/lib/schemas/market/market";

const ROWS = 10;
/** The first of the steps of grouping that needs more levels. */
const DEEP_FROM = 3;

/** Whether the totals of the book are values in quote currency. */
const totalInQuote = createPersisted<boolean>({
  key: "tz:book-quote",
  initial: false,
  parse: (stored) => stored === true,
});

/** The grouping that was chosen for each symbol: one of its steps. */
const bookGrouping = createPersisted<Readonly<Record<string, unknown>>>({
  key: "tz:book-grouping",
  initial: {},
  parse: (stored) => (typeof stored === "object" && stored !== null ? { ...stored } : {}),
});

/**
 * The order book: ten groups a side, with cumulative sizes from the best price, and the spread between.
 * `isTitled` is false where a tab already names it.
 */
export function BookPanel({ instrument, isTitled }: { instrument: InstrumentDto; isTitled: boolean }) {
  const { symbol, tickSize, baseCoin } = instrument;
  const t = useTranslations("terminal.book");
  const book = useBook(symbol);
  const steps = useMemo(() => listGroupSteps(tickSize), [tickSize]);
  const groupings = usePersisted(bookGrouping);
  const multiple = Math.max(0, steps.indexOf(String(groupings[symbol])));
  const step = steps[multiple] ?? tickSize;
  // The stream has 50 levels a side: too few for ten large groups.
  const deep = useDeepBook(symbol, multiple >= DEEP_FROM);
  const group = (side: "bid" | "ask", live: BookDto["bids"] | undefined) =>
    live
      ? groupBook(deep ? deepenBook(live, deep[`${side}s`], side) : live, { side, step, rows: ROWS })
      : null;
  const bids = group("bid", book?.bids);
  const asks = group("ask", book?.asks);
  const inQuote = usePersisted(totalInQuote);
  const own = useOwnPrices(symbol, step);
  const deepest = Math.max(bids?.at(-1)?.total ?? 0, asks?.at(-1)?.total ?? 0);
  const format = {
    digits: countDigits(step),
    sizeDigits: countDigits(instrument.qtyStep),
    deepest,
    inQuote,
  };
  return (
    <section aria-label={t("label", { symbol })} className="flex h-full min-h-0 flex-col bg-panel text-xs">
      <header className="flex h-8 shrink-0 items-center justify-between border-b px-2">
        <h2 className={isTitled ? "font-medium" : "text-text-3"}>{t(isTitled ? "title" : "grouping")}</h2>
        <Select
          aria-label={t("groupBy")}
          value={multiple}
          onChange={(event) =>
            bookGrouping.write({ ...groupings, [symbol]: steps[Number(event.target.value)] })
          }
        >
          {steps.map((text, index) => (
            <option key={text} value={index}>
              {text}
            </option>
          ))}
        </Select>
      </header>
      <div className="grid h-6 shrink-0 grid-cols-3 items-center px-2 text-[11px] text-text-3">
        <span>{t("price")}</span>
        <span className="text-right">{t("size", { coin: baseCoin })}</span>
        <button
          type="button"
          aria-pressed={inQuote}
          title={t("totalUnit")}
          className="text-right hover:text-text"
          onClick={() => totalInQuote.write(!inQuote)}
        >
          {t("total", { coin: inQuote ? instrument.quoteCoin : baseCoin })}
        </button>
      </div>
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden">
        <BookSide symbol={instrument.symbol} side="ask" rows={asks} count={ROWS} own={own.ask} {...format} />
        <Spread book={book} digits={instrument.priceScale} />
        <BookSide symbol={instrument.symbol} side="bid" rows={bids} count={ROWS} own={own.bid} {...format} />
      </div>
    </section>
  );
}

function Spread({ book, digits }: { book: BookDto | null; digits: number }) {
  const t = useTranslations("terminal.book");
  const bid = Number(book?.bids[0]?.[0] ?? Number.NaN);
  const ask = Number(book?.asks[0]?.[0] ?? Number.NaN);
  const spread = ask - bid;
  const isKnown = Number.isFinite(spread);
  return (
    <div className="flex h-7 shrink-0 items-center justify-between border-y bg-raised px-2">
      <span className="text-text-3">{t("spread")}</span>
      <span className="num text-text-2">{isKnown ? formatFixed(spread, digits) : NO_VALUE}</span>
      <span className="num text-text-3">{isKnown ? formatShare(spread / ask, 4) : NO_VALUE}</span>
    </div>
  );
}
