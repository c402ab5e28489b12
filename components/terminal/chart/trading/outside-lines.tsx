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

/** The most chips of orders at one edge. */
const MOST_ORDERS = 4;

/** A chip at the edge for each line outside the price scale; a press scales the chart to include it. */
export function OutsideLines(props: { view: ChartView; lines: readonly TradeLine[]; priceScale: number }) {
  const { view, lines } = props;
  const t = useTranslations("chart.line");
  const [outside, setOutside] = useState<readonly Outside[]>([]);
  useEffect(() => {
    let last: readonly Outside[] | null = null;
    const find = () => {
      const found = findOutside(view, lines);
      // React keeps each update until the next render, also one that changes nothing: 150 a second were never freed.
      if (last !== null && isSame(last, found)) return;
      last = found;
      setOutside(found);
    };
    find();
    return view.subscribeRedraw(find);
  }, [view, lines]);
  return [true, false].map((isAbove) => {
    const ids = outside.flatMap((one) => (one.isAbove === isAbove ? [one.id] : []));
    const { shown, folded } = foldLines(
      lines.filter(({ id }) => ids.includes(id)),
      isAbove,
    );
    const farthest = folded.at(-1);
    return (
      <span
        key={isAbove ? "above" : "below"}
        className={cn(
          "absolute right-1 z-10 flex flex-col items-end gap-0.5",
          isAbove ? "top-6" : "bottom-1",
        )}
      >
        {shown.map((line) => (
          <Chip key={line.id} line={line} isAbove={isAbove} {...props} />
        ))}
        {farthest && (
          <button
            type="button"
            aria-label={t("includeMore", { count: folded.length })}
            onClick={() => view.includePrice(Number(farthest.price))}
            className="num pointer-events-auto h-[18px] rounded border border-line-strong bg-panel px-1 text-[11px] text-text-2"
          >
            +{folded.length}
          </button>
        )}
      </span>
    );
  });
}

/** Those of positions and the nearest orders have chips; the others, nearest first, share one. */
function foldLines(
  lines: readonly TradeLine[],
  isAbove: boolean,
): { shown: readonly TradeLine[]; folded: readonly TradeLine[] } {
  const orders = lines
    .filter(({ end }) => end?.kind === "order")
    .sort((a, b) => (Number(a.price) - Number(b.price)) * (isAbove ? 1 : -1));
  const folded = orders.length > MOST_ORDERS ? orders.slice(MOST_ORDERS - 1) : [];
  return { shown: lines.filter((line) => !folded.includes(line)), folded };
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
