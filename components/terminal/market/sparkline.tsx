"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { readSparkline, requestSparkline, subscribeSparklines } from "@/lib/client/chart/sparklines";
import { readDirection } from "@/lib/client/format";
import { useRowValue } from "@/lib/client/market/use-ticker";

const WIDTH = 52;
const HEIGHT = 18;

/** The last 24 hours as a line that ends at the current price. */
export function Sparkline({ symbol }: { symbol: string }) {
  const closes = useSyncExternalStore(
    subscribeSparklines,
    () => readSparkline(symbol),
    () => null,
  );
  const last = useRowValue(symbol, (tick) => tick.last);
  const waiting = useRef<SVGSVGElement>(null);
  useEffect(() => {
    if (!waiting.current) return;
    // A narrow list hides its sparklines: they are not loaded.
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && requestSparkline(symbol));
    observer.observe(waiting.current);
    return () => observer.disconnect();
  }, [symbol]);
  if (!closes || closes.length < 2) return <svg ref={waiting} aria-hidden width={WIDTH} height={HEIGHT} />;
  const points = last === null ? closes : [...closes.slice(0, -1), Number(last)];
  const direction = readDirection((points.at(-1) ?? 0) - (points[0] ?? 0));
  return (
    <svg aria-hidden width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} fill="none">
      <path
        d={drawLine(points)}
        className={direction === "down" ? "stroke-down" : "stroke-up"}
        strokeWidth="1.25"
        strokeLinejoin="round"
      />
    </svg>
  );
}

function drawLine(points: readonly number[]): string {
  const low = Math.min(...points);
  const span = Math.max(...points) - low || 1;
  const step = WIDTH / (points.length - 1);
  return points
    .map((value, index) => {
      const y = HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4);
      return `${index === 0 ? "M" : "L"}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}
