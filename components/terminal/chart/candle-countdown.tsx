"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import { formatCountdown } from "@/lib/client/format";
import { readServerNowMs } from "@/lib/client/market/server-clock";
import { candleEndMs, type Interval } from "@/lib/core/candle-interval";

/** Distance from the label of the last price to the countdown below it, px. */
const BELOW_PX = 10;

/** The time left in the newest candle, under the last price on the axis. Moves without rendering. */
export function CandleCountdown({ session, interval }: { session: ChartSession; interval: Interval }) {
  const t = useTranslations("chart");
  const label = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const { view } = session;
    const place = () => {
      const last = session.readLast();
      const y = last && view.findY(last.close);
      if (!label.current) return;
      const isShown = y !== null && y > 0 && y < view.readPane().height;
      label.current.style.visibility = isShown ? "visible" : "hidden";
      if (isShown) label.current.style.transform = `translateY(${y + BELOW_PX}px)`;
    };
    const count = () => {
      const nowMs = readServerNowMs();
      const text = formatCountdown(candleEndMs(interval, nowMs) - nowMs);
      if (label.current) label.current.textContent = text.replace(/^00:/, "");
    };
    place();
    count();
    const timer = setInterval(count, 1_000);
    const leave = view.subscribeRedraw(place);
    return () => {
      clearInterval(timer);
      leave();
    };
  }, [session, interval]);
  return (
    <span
      ref={label}
      role="timer"
      aria-label={t("countdown")}
      className="num pointer-events-none absolute top-0 right-0 z-10 w-[72px] bg-panel text-center text-[11px] text-text-2 leading-4"
    />
  );
}
