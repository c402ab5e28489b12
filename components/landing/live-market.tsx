"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ArrowRight } from "@/components/icons/later-icons";
import { TickerStrip } from "@/components/landing/ticker-strip";
import { ChartPlaceholder, LazyChart } from "@/components/terminal/chart/lazy-chart";
import { FeedBanner } from "@/components/terminal/layout/feed-banner";
import { terminalPath } from "@/components/terminal/layout/terminal-path";
import { useSeen } from "@/lib/client/use-seen";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** The live market: a strip of prices above the chart of the selected one. */
export function LiveMarket(props: { instruments: readonly InstrumentDto[]; firstSymbol?: string }) {
  const t = useTranslations("site.liveMarket");
  const { instruments } = props;
  const [symbol, setSymbol] = useState(props.firstSymbol ?? instruments[0]?.symbol);
  // On a phone the chart is below the first screen and loads only when scrolled to.
  const place = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(place);
  const instrument = instruments.find((one) => one.symbol === symbol);
  if (!instrument) return null;
  return (
    <section
      aria-label={t("label")}
      className="flex h-full min-h-0 min-w-0 flex-col gap-2 lg:col-start-2 lg:row-span-2 lg:row-start-1"
    >
      <FeedBanner />
      <div className="panel flex min-h-0 flex-1 flex-col overflow-hidden">
        <TickerStrip instruments={instruments} selected={instrument.symbol} onSelect={setSymbol} />
        <div ref={place} className="min-h-[340px] flex-1">
          {isSeen ? <LazyChart instrument={instrument} /> : <ChartPlaceholder />}
        </div>
        <a
          href={terminalPath(instrument.symbol)}
          className="-outline-offset-2 flex h-9 shrink-0 items-center justify-between border-t px-3 text-text-2 text-xs hover:bg-hover hover:text-text"
        >
          {t("open", { symbol: instrument.symbol })}
          <ArrowRight aria-hidden className="size-3.5" />
        </a>
      </div>
    </section>
  );
}
