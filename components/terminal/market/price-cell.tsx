"use client";

import { useEffect, useRef } from "react";
import { cn } from "@/lib/client/cn";
import { formatFixed, NO_VALUE, readDirection } from "@/lib/client/format";
import { useRowValue } from "@/lib/client/market/use-ticker";

type Props = { symbol: string; priceScale: number; hasTint?: boolean; className?: string };

/** How long a moved price stays coloured, in ms. */
const TINT_MS = 400;

/** A symbol's last price, updated live. */
export function PriceCell(props: Props) {
  const last = useRowValue(props.symbol, (tick) => tick.last);
  return <PriceText {...props} last={last} />;
}

/** A price. With `hasTint` it is coloured for a moment when it moves. */
export function PriceText(props: Props & { last: string | number | null }) {
  const { symbol, hasTint, last } = props;
  const element = useRef<HTMLSpanElement>(null);
  const before = useRef<{ symbol: string; last: string | number | null }>({ symbol, last: null });

  useEffect(() => {
    const earlier = before.current;
    before.current = { symbol, last };
    if (!hasTint || last === null || earlier.last === null || earlier.symbol !== symbol) return;
    const direction = readDirection(Number(last) - Number(earlier.last));
    if (!direction || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    // Two changes of style: a transition of a colour paints every frame of the screen for as long as it lasts.
    const shown = element.current;
    shown?.setAttribute("data-move", direction);
    const end = () => shown?.removeAttribute("data-move");
    const timer = setTimeout(end, TINT_MS);
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [symbol, last, hasTint]);

  return (
    <span
      ref={element}
      className={cn("num data-[move=down]:text-down data-[move=up]:text-up", props.className)}
    >
      {last === null ? NO_VALUE : formatFixed(last, props.priceScale)}
    </span>
  );
}
