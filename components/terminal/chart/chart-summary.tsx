"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import { formatFixed, formatPercent } from "@/lib/client/format";

const EVERY_MS = 10_000;

/** Describes the chart as text for screen readers; at most every ten seconds. */
export function ChartSummary(props: { session: ChartSession; title: string; priceScale: number }) {
  const { session, title, priceScale } = props;
  const t = useTranslations("chart.summary");
  const [text, setText] = useState("");
  useEffect(() => {
    const describe = () => {
      const bar = session.readLast();
      if (!bar) return setText(t("none", { title }));
      const price = (value: number) => formatFixed(value, priceScale);
      const change = formatPercent(bar.open === 0 ? null : bar.close / bar.open - 1);
      setText(
        t("text", {
          title,
          last: price(bar.close),
          change,
          high: price(bar.high),
          low: price(bar.low),
        }),
      );
    };
    const timer = setInterval(describe, EVERY_MS);
    return () => clearInterval(timer);
  }, [session, title, priceScale, t]);
  return (
    <p aria-live="polite" className="sr-only">
      {text}
    </p>
  );
}
