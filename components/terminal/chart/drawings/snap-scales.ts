import type { ChartView } from "@/components/terminal/chart/chart-view";

/** The scales of a chart: px from its pane's corner, and back. */
export type Scales = Pick<ChartView, "findX" | "findY" | "findTimeMs" | "findPrice">;

/** The scales of a chart whose prices are multiples of the tick, as those of orders are. */
export function snapScales(
  view: Scales,
  { tickSize, priceScale }: { tickSize: string; priceScale: number },
): Scales {
  const tick = Number(tickSize);
  return {
    findX: (timeMs) => view.findX(timeMs),
    findY: (price) => view.findY(price),
    findTimeMs: (x) => view.findTimeMs(x),
    findPrice: (y) => {
      const price = view.findPrice(y);
      // The product of a tick such as 0.1 has digits behind it.
      return price === null ? null : Number((Math.round(price / tick) * tick).toFixed(priceScale));
    },
  };
}
