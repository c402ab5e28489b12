"use client";

import { useTranslations } from "next-intl";
import { type DepthPoint, listDepth } from "@/components/terminal/market/details/list-depth";
import { formatCompact, formatFixed } from "@/lib/client/format";
import { useBook } from "@/lib/client/market/use-ticker";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Size of the drawing, in its own units. */
const WIDTH = 600;
const HEIGHT = 140;

/** What is offered on both sides of the book, summed from the best price. */
export function DepthChart({ listed }: { listed: InstrumentDto }) {
  const { symbol, baseCoin, priceScale } = listed;
  const t = useTranslations("terminal.details");
  const book = useBook(symbol);
  const depth = book && listDepth(book);
  if (!depth) return <p className="text-text-3">{t("noDepth")}</p>;
  const { bids, asks, middle, reach, deepest } = depth;
  const toX = (price: number) => (reach === 0 ? WIDTH / 2 : ((price - middle) / reach + 1) * (WIDTH / 2));
  const toY = (total: number) => HEIGHT - (deepest === 0 ? 0 : total / deepest) * HEIGHT;
  const side = (points: readonly DepthPoint[], edge: number) => {
    let path = "";
    let y = HEIGHT;
    for (const point of points) {
      const x = toX(point.price);
      path += path === "" ? `M${x} ${HEIGHT}` : `L${x} ${y}`;
      y = toY(point.total);
      path += `L${x} ${y}`;
    }
    return `${path}L${edge} ${y}L${edge} ${HEIGHT}Z`;
  };
  const price = (value: number) => formatFixed(value, priceScale);
  return (
    <figure className="grid gap-1">
      <figcaption className="text-text-3">
        {t("depth", { coin: baseCoin, most: formatCompact(deepest) })}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t("depthLabel", { symbol, from: price(middle - reach), to: price(middle + reach) })}
        className="h-36 w-full"
      >
        <path d={side(bids, 0)} fill="var(--up)" fillOpacity={0.2} stroke="var(--up)" />
        <path d={side(asks, WIDTH)} fill="var(--down)" fillOpacity={0.2} stroke="var(--down)" />
      </svg>
      <span className="num flex justify-between text-[11px] text-text-3">
        <span>{price(middle - reach)}</span>
        <span>{price(middle)}</span>
        <span>{price(middle + reach)}</span>
      </span>
    </figure>
  );
}
