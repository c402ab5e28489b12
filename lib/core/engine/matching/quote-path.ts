import {
  abs,
  add,
  type Decimal,
  max,
  min,
  mulDiv,
  type Price,
  type Qty,
  roundDownToStep,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import type { BookLevel, Market, PathLiquidity } from "@/lib/core/engine/context";
import { bestPrices, isWorse, walkBook } from "@/lib/core/engine/matching/book-walk";
import type { Side } from "@/lib/core/engine/orders/order";

/** The rest of the stretch's traded quantity that this portfolio has not taken; null when unknown. */
export function untakenOf(path: PathLiquidity): Qty | null {
  if (path.traded === null) return null;
  return max(sub(path.traded, filledFrom(path, path.stretchFrom, null)), ZERO);
}

/**
 * Quote for a taker where no book may be filled from: the depth of the last known book placed at `pathPrice`,
 * once for each path; beyond that depth the worst price still to come, if the path goes on. Without a known
 * depth, the volume of the candle is spread evenly between `pathPrice` and that worst price; without either,
 * everything fills at `pathPrice`.
 */
export function quotePath(
  market: Market,
  path: PathLiquidity,
  input: { side: Side; qty: Qty; pathPrice: Price; limit: Price | null; step: Decimal },
): { qty: Qty; price: Price } {
  const { side, pathPrice, limit } = input;
  const known = market.book ?? market.lastBook ?? null;
  const depth = bestPrices(known) === null ? null : known;
  const untaken = untakenOf(path);
  const isBound = untaken !== null && (depth === null || path.boundsTakers);
  const qty = isBound ? min(input.qty, untaken) : input.qty;
  if (qty === 0n || isWorse(side, pathPrice, limit)) return { qty: ZERO, price: pathPrice };
  const worst = path.findWorst(side);
  const takenBefore = filledFrom(path, path.pathFrom, side);
  if (depth === null) {
    const { traded, boundsTakers } = path;
    if (traded === null || !boundsTakers || worst === pathPrice) return { qty, price: pathPrice };
    return spreadVolume({ ...input, qty, traded, worst, takenBefore });
  }
  const shown = (side === "buy" ? depth.asks : depth.bids).filter(
    (level) => level.price > 0n && level.qty > 0n,
  );
  const levels = layDepth(shown, { side, pathPrice, worst, takenBefore, qty });
  const book = side === "buy" ? { bids: [], asks: levels } : { bids: levels, asks: [] };
  const { symbol } = path;
  return walkBook(book, { symbol, side, qty, limit, notBetterThan: pathPrice, bookMs: 0, consumed: [] });
}

/**
 * The known levels moved to `pathPrice`, less what was taken of them on this path, followed by the worst
 * price.
 */
function layDepth(
  shown: readonly BookLevel[],
  at: { side: Side; pathPrice: Price; worst: Price; takenBefore: Qty; qty: Qty },
): BookLevel[] {
  const best = shown[0]?.price ?? at.pathPrice;
  const laid: BookLevel[] = [];
  let taken = at.takenBefore;
  let deepest = at.pathPrice;
  for (const level of shown) {
    const price = add(at.pathPrice, sub(level.price, best));
    if (price <= 0n) break;
    deepest = price;
    const gone = min(taken, level.qty);
    taken = sub(taken, gone);
    if (gone < level.qty) laid.push({ price, qty: sub(level.qty, gone) });
  }
  const goesOn = at.worst !== at.pathPrice;
  const price = isWorse(at.side, at.worst, deepest) ? at.worst : deepest;
  if (goesOn) laid.push({ price, qty: at.qty });
  return laid;
}

/**
 * `qty`, as far as the limit allows, and its average price where `traded` is spread evenly from `pathPrice`
 * to `worst`.
 */
function spreadVolume(at: {
  qty: Qty;
  traded: Qty;
  pathPrice: Price;
  worst: Price;
  limit: Price | null;
  takenBefore: Qty;
  step: Decimal;
}): { qty: Qty; price: Price } {
  const { pathPrice, traded, takenBefore } = at;
  const way = sub(at.worst, pathPrice);
  const allowed = at.limit === null ? way : sub(at.limit, pathPrice);
  const reachable =
    abs(allowed) < abs(way) ? mulDiv(traded, { numerator: allowed, denominator: way }) : traded;
  const qty = min(at.qty, max(roundDownToStep(sub(reachable, takenBefore), at.step), ZERO));
  const numerator = add(add(takenBefore, takenBefore), qty);
  return { qty, price: add(pathPrice, mulDiv(way, { numerator, denominator: add(traded, traded) })) };
}

/** Quantity filled from the path since an event, by takers of one side or by all. */
function filledFrom(path: PathLiquidity, from: number, side: Side | null): Qty {
  let filled: Qty = ZERO;
  for (let index = from; index < path.events.length; index += 1) {
    const event = path.events[index];
    if (event?.type !== "order-filled" || event.symbol !== path.symbol) continue;
    if (event.evidence.source !== "path") continue;
    if (side === null || (event.side === side && event.liquidity === "taker"))
      filled = add(filled, event.qty);
  }
  return filled;
}
