"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ArrowDown, ArrowUp } from "@/components/icons/lucide";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { LINE_TONES } from "@/components/terminal/chart/trading/line-tones";
import type { TradeLine } from "@/components/terminal/chart/trading/list-trade-lines";
import { cn } from "@/lib/client/cn";
import { formatFixed } from "@/lib/client/format";

type Outside = { id: string; isAbove: boolean };

/** A chip at the edge for each line outside the price scale; a press scales the chart to include it. */
export function OutsideLines(props: { view: ChartView; lines: readonly TradeLine[]; priceScale: number }) {
  const { view, lines } = props;
  const [outside, setOutside] = useState<readonly Outside[]>([]);
  useEffect(() => {
    const find = () => {
      const found = findOutside(view, lines);
      setOutside((before) => (isSame(before, found) ? before : found));
    };
    find();
    return view.subscribeRedraw(find);
  }, [view, lines]);
  return [true, false].map((isAbove) => (
    <span
      key={isAbove ? "above" : "below"}
      className={cn("absolute right-1 flex flex-col items-end gap-0.5", isAbove ? "top-6" : "bottom-1")}
    >
      {outside
        .filter((one) => one.isAbove === isAbove)
        .flatMap(({ id }) => lines.find((line) => line.id === id) ?? [])
        .map((line) => (
          <Chip key={line.id} line={line} isAbove={isAbove} {...props} />
        ))}
    </span>
  ));
}

function Chip(props: { line: TradeLine; isAbove: boolean; view: ChartView; priceScale: number }) {
  const { line, isAbove, view, priceScale } = props;
  const t = useTranslations("chart.line");
  const Arrow = isAbove ? ArrowUp : ArrowDown;
  const named = { line: line.label, price: formatFixed(line.price, priceScale) };
  return (
    <button
      type="button"
      aria-label={t("include", named)}
      onClick={() => view.includePrice(Number(line.price))}
      className={cn(
        "num pointer-events-auto flex h-[18px] items-center gap-0.5 rounded border border-current bg-panel px-1 text-[11px]",
        LINE_TONES[line.tone],
      )}
    >
      <Arrow aria-hidden className="size-3" />
      <span className="font-sans">{named.line}</span> {named.price}
    </button>
  );
}

function findOutside(view: ChartView, lines: readonly TradeLine[]): Outside[] {
  const { height } = view.readPane();
  return lines.flatMap(({ id, price }) => {
    const y = view.findY(Number(price));
    return y === null || (y >= 0 && y <= height) ? [] : [{ id, isAbove: y < 0 }];
  });
}

function isSame(a: readonly Outside[], b: readonly Outside[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => one.id === b[index]?.id && one.isAbove === b[index]?.isAbove)
  );
}
