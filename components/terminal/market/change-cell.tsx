"use client";

import { cn } from "@/lib/client/cn";
import { formatPercent, readDirection } from "@/lib/client/format";
import { useRowValue } from "@/lib/client/market/use-ticker";

/** A symbol's 24 h change, updated live. */
export function ChangeCell({ symbol, className }: { symbol: string; className?: string }) {
  const change = useRowValue(symbol, (tick) => tick.change24h);
  return <ChangeText change={change} className={className} />;
}

/** A change as a percentage, with its sign and the colour of its direction. */
export function ChangeText(props: { change: string | number | null; className?: string }) {
  const { change, className } = props;
  const direction = readDirection(change);
  return (
    <span
      className={cn(
        "num",
        direction === "up" ? "text-up" : direction === "down" ? "text-down" : "text-text-2",
        className,
      )}
    >
      {formatPercent(change)}
    </span>
  );
}
