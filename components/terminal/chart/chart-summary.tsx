"use client";

import { useEffect, useState } from "react";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import { formatFixed, formatPercent } from "@/lib/client/format";

const EVERY_MS = 10_000;

/** Describes the chart as text for screen readers; at most every ten seconds. */
export function ChartSummary(props: { session: ChartSession; title: string; priceScale: number }) {
  const { session, title, priceScale } = props;
  const [text, setText] = useState("");
  useEffect(() => {
    const describe = () => {
      const bar = session.readLast();
      if (!bar) return setText(`${title}: no candles yet.`);
      const price = (value: number) => formatFixed(value, priceScale);
      const change = formatPercent(bar.open === 0 ? null : bar.close / bar.open - 1);
      setText(
        `${title}: last price ${price(bar.close)}, ${change} in this candle, high ${price(bar.high)}, low ${price(bar.low)}.`,
      );
    };
    const timer = setInterval(describe, EVERY_MS);
    return () => clearInterval(timer);
  }, [session, title, priceScale]);
  return (
    <p aria-live="polite" className="sr-only">
      {text}
    </p>
  );
}
