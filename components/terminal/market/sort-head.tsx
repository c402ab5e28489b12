"use client";

import { ArrowDown, ArrowUp } from "@/components/icons/lucide";
import type { MarketSort, SortKey } from "@/components/terminal/market/market-sort";
import { cn } from "@/lib/client/cn";

/** `aria-sort` of a column. */
export function readAriaSort(sort: MarketSort | null, by: SortKey): "ascending" | "descending" | undefined {
  if (sort?.by !== by) return undefined;
  return sort.isDescending ? "descending" : "ascending";
}

/** The button in a column's head: presses sort descending, ascending, and not at all. */
export function SortButton(props: {
  by: SortKey;
  text: string;
  sort: MarketSort | null;
  className?: string;
  onSort: (by: SortKey) => void;
}) {
  const isOn = props.sort?.by === props.by;
  const Arrow = props.sort?.isDescending ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={() => props.onSort(props.by)}
      className={cn("inline-flex items-center gap-0.5 hover:text-text", isOn && "text-text", props.className)}
    >
      {props.text}
      {isOn && <Arrow aria-hidden className="size-3" />}
    </button>
  );
}
