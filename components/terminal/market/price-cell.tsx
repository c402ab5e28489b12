"use client";

import { useEffect, useRef } from "react";
import { cn } from "@/lib/client/cn";
import { formatFixed, NO_VALUE, readDirection } from "@/lib/client/format";
import { useRowValue } from "@/lib/client/market/use-ticker";

type Props = { symbol: string; priceScale: number; hasTint?: boolean; className?: string };

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
    // The animation ends at the element's own colour in any theme.
    const tint = element.current?.animate([{ color: `var(--${direction})` }, {}], {
      duration: 600,
      easing: "ease-out",
    });
    return () => tint?.cancel();
  }, [symbol, last, hasTint]);

  return (
    <span ref={element} className={cn("num", props.className)}>
      {last === null ? NO_VALUE : formatFixed(last, props.priceScale)}
    </span>
  );
}
