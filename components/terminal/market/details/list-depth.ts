import type { BookDto } from "@/lib/schemas/market/market";

/** A point of a depth curve: a price, and the quantity offered from the best price to there. Base currency. */
export type DepthPoint = { price: number; total: number };

/** Both sides of a book as curves, cut at the same distance from the middle, best price first. */
export function listDepth({ bids, asks }: Pick<BookDto, "bids" | "asks">): {
  bids: DepthPoint[];
  asks: DepthPoint[];
  middle: number;
  reach: number;
  deepest: number;
} | null {
  const [bid, ask] = [sum(bids), sum(asks)];
  const [bestBid, bestAsk, lastBid, lastAsk] = [bid[0], ask[0], bid.at(-1), ask.at(-1)];
  if (!bestBid || !bestAsk || !lastBid || !lastAsk) return null;
  const middle = (bestBid.price + bestAsk.price) / 2;
  const reach = Math.min(middle - lastBid.price, lastAsk.price - middle);
  const isNear = ({ price }: DepthPoint) => Math.abs(price - middle) <= reach;
  const near = { bids: bid.filter(isNear), asks: ask.filter(isNear) };
  const deepest = Math.max(near.bids.at(-1)?.total ?? 0, near.asks.at(-1)?.total ?? 0);
  return { ...near, middle, reach, deepest };
}

function sum(levels: BookDto["bids"]): DepthPoint[] {
  let total = 0;
  return levels.map(([price, size]) => {
    total += Number(size);
    return { price: Number(price), total };
  });
}
