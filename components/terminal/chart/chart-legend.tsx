"use client";

import { useTranslations } from "next-intl";
import { useMemo, useSyncExternalStore } from "react";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
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
    <div
      aria-hidden
      className="num pointer-events-none absolute top-1.5 left-2 z-10 flex max-w-[calc(100%-88px)] flex-wrap gap-x-2.5 text-[11px] text-text-2 leading-4"
    >
      <span className="font-medium font-sans text-text">{props.title}</span>
      {bar && prices && (
        <>
          {prices.map(([name, price]) => (
            <span key={name}>
              <span className="text-text-3">{t(name)}</span>{" "}
              <span className={tone}>{formatFixed(price, props.priceScale)}</span>
            </span>
          ))}
          <span className={tone}>{formatPercent(change)}</span>
          <span>
            <span className="text-text-3">{t("volume")}</span> {formatCompact(bar.volume)}
          </span>
          <span className={cn("text-text-3", "max-md:hidden")}>
            {t("time", { time: time.formatMinute(bar.startMs), zone: time.formatZone(bar.startMs) })}
          </span>
        </>
      )}
    </div>
  );
}
