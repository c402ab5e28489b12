"use client";

import { useTranslations } from "next-intl";
import { useMemo, useSyncExternalStore } from "react";
import { X } from "@/components/icons/lucide";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import type { IndicatorReading } from "@/components/terminal/chart/indicators/indicator-layer";
import { Button } from "@/components/ui/button";
import { createZonedTime } from "@/lib/client/chart/zoned-time";
import { cn } from "@/lib/client/cn";
import { formatCompact, formatFixed, formatPercent, readDirection } from "@/lib/client/format";

/** Open, high, low, close, change and volume of the bar under the crosshair, else of the newest. */
export function ChartLegend(props: {
  session: ChartSession;
  title: string;
  priceScale: number;
  /** IANA name. */
  zone: string;
}) {
  const t = useTranslations("chart.legend");
  const bar = useSyncExternalStore(props.session.subscribeLegend, props.session.readLegend, () => null);
  const time = useMemo(() => createZonedTime(props.zone), [props.zone]);
  const change = bar && bar.open !== 0 ? bar.close / bar.open - 1 : null;
  const direction = readDirection(change);
  const tone = direction === "up" ? "text-up" : direction === "down" ? "text-down" : "text-text-2";
  const prices =
    bar &&
    ([
      ["open", bar.open],
      ["high", bar.high],
      ["low", bar.low],
      ["close", bar.close],
    ] as const);
  return (
    <div className="num pointer-events-none @container absolute top-1.5 right-[80px] left-2 z-10 text-[11px] text-text-2 leading-4">
      <div aria-hidden className="flex flex-wrap gap-x-2.5">
        <span className="font-medium font-sans text-text">{props.title}</span>
        {bar && prices && (
          <>
            {prices.map(([name, price]) => (
              // One of several charts has room for the close only.
              <span key={name} className={cn(name !== "close" && "@max-[240px]:hidden")}>
                <span className="text-text-3">{t(name)}</span>{" "}
                <span className={tone}>{formatFixed(price, props.priceScale)}</span>
              </span>
            ))}
            <span className={tone}>{formatPercent(change)}</span>
            <span className="@max-[240px]:hidden">
              <span className="text-text-3">{t("volume")}</span> {formatCompact(bar.volume)}
            </span>
            <span className="text-text-3 @max-[420px]:hidden max-md:hidden">
              {t("time", { time: time.formatMinute(bar.startMs), zone: time.formatZone(bar.startMs) })}
            </span>
          </>
        )}
        <IndicatorReadings session={props.session} priceScale={props.priceScale} />
      </div>
      <ComparedSymbol session={props.session} />
    </div>
  );
}

/** Names and values of the indicators, each in its colour. */
function IndicatorReadings({ session, priceScale }: { session: ChartSession; priceScale: number }) {
  const readings = useSyncExternalStore(session.subscribeLegend, session.readIndicators, () => NO_READINGS);
  if (readings.length === 0) return null;
  return (
    <span className="flex basis-full flex-wrap gap-x-2.5">
      {readings.map(({ id, title, values, colors }) => (
        <span key={id}>
          <span className="font-sans text-text-3">{title}</span>
          {values.map((value, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an indicator's lines keep their order
            <span key={line} style={{ color: colors[line] }}>
              {" "}
              {formatReading(value, priceScale)}
            </span>
          ))}
        </span>
      ))}
    </span>
  );
}

/** The compared symbol with its change since the first visible bar, and the button that removes it. */
function ComparedSymbol({ session }: { session: ChartSession }) {
  const t = useTranslations("chart.compare");
  const { choices } = useChartStores();
  const reading = useSyncExternalStore(session.subscribeLegend, session.readCompare, () => null);
  if (!reading) return null;
  return (
    <div className="flex items-center gap-1.5" data-compared={reading.symbol}>
      <span className="font-sans" style={{ color: reading.color }}>
        {reading.symbol}
      </span>
      <span style={{ color: reading.color }}>{formatPercent(reading.change)}</span>
      <Button
        size="icon"
        className="pointer-events-auto size-5"
        aria-label={t("remove", { symbol: reading.symbol })}
        onClick={() => choices.write({ ...choices.read(), compare: null })}
      >
        <X aria-hidden />
      </Button>
    </div>
  );
}

const NO_READINGS: readonly IndicatorReading[] = [];

/** Large sums such as volume are shortened. */
function formatReading(value: number | null, priceScale: number): string {
  return value !== null && Math.abs(value) >= 1e7 ? formatCompact(value) : formatFixed(value, priceScale);
}
