import { hashParts, hashUnit } from "@/emulators/bybit/prices/random";

/** Price in ticks and size in steps. */
export type UnitLevel = [price: number, size: number];
export type UnitBook = { bids: UnitLevel[]; asks: UnitLevel[] };

/** How long a level keeps its size, in ms; levels change at different moments. */
const SIZE_LIFE_MS = 4_000;

/**
 * The order book around a best bid: `depth` levels a side, the spread one tick. Sizes depend on level and
 * time alone, so that a level without trades does not change, and grow with the distance.
 */
export function buildBook(options: {
  symbol: string;
  bestBid: number;
  timeMs: number;
  depth: number;
  /** Usual size of one level, in steps. */
  usualSize: number;
  /** Ticks between two levels behind the best. */
  gap: number;
}): UnitBook {
  const { symbol, bestBid, timeMs, depth, usualSize, gap } = options;
  const seed = hashParts(symbol, "book");
  const sizeAt = (price: number, distance: number) => {
    const phase = hashUnit(seed, price) * SIZE_LIFE_MS;
    const draw = hashUnit(seed ^ Math.floor((timeMs + phase) / SIZE_LIFE_MS), price);
    return Math.max(
      1,
      Math.round(usualSize * (0.15 + 2.4 * draw ** 4) * (0.6 + Math.min(distance, 40) * 0.05)),
    );
  };
  const bids: UnitLevel[] = [[bestBid, sizeAt(bestBid, 0)]];
  const asks: UnitLevel[] = [[bestBid + 1, sizeAt(bestBid + 1, 0)]];
  for (let level = 1; level < depth; level += 1) {
    const bid = (Math.ceil(bestBid / gap) - level) * gap;
    const ask = (Math.floor((bestBid + 1) / gap) + level) * gap;
    if (bid > 0) bids.push([bid, sizeAt(bid, level)]);
    asks.push([ask, sizeAt(ask, level)]);
  }
  return { bids, asks };
}

/** What changed from one side to the other; a size of 0 removes a level. */
export function diffSide(before: readonly UnitLevel[], after: readonly UnitLevel[]): UnitLevel[] {
  const known = new Map(before);
  const changes: UnitLevel[] = [];
  for (const [price, size] of after) {
    if (known.get(price) !== size) changes.push([price, size]);
    known.delete(price);
  }
  for (const price of known.keys()) changes.push([price, 0]);
  return changes;
}
