import {
  abs,
  add,
  type Decimal,
  type Money,
  min,
  mulDiv,
  neg,
  notional,
  priceOf,
  type Qty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { ImportedFill, ImportedFunding, ImportedTrip, ImportItem } from "@/lib/core/import/import-item";
import type { RowFaultCode } from "@/lib/core/import/row-fault";

/** An item with the number under which it is stored. */
export type NumberedItem = ImportItem & { number: number };

/** A closed round trip; `openedBy` and `closedBy` are the numbers of the rows that opened and closed it. */
export type BuiltTrip = Omit<ImportedTrip, "kind" | "line" | "id"> & { openedBy: number; closedBy: number };

/** A row that could not be used. */
export type UnusedRow = { number: number; code: RowFaultCode };

type Open = {
  symbol: string;
  side: PositionSide;
  openedBy: number;
  openedAtMs: number;
  qty: Qty;
  entryQty: Qty;
  entryValue: Money;
  exitQty: Qty;
  exitValue: Money;
  fees: Money;
  funding: Money;
  /** Profit that the file states for the closed part; null once a close had none. */
  realised: Money | null;
  isContracts: boolean;
};

/** How much of a fill closes, opens, and closes nothing that is known. */
type Split = { close: Qty; open: Qty; orphan: Qty };

/**
 * Builds round trips, flat to flat, from the fills and funding of one market in their order of time. A flip
 * closes one and opens the next; a close without a known opening is reported and opens nothing.
 */
export class TripBuilder {
  readonly trips: BuiltTrip[] = [];
  readonly unused: UnusedRow[] = [];
  /** Open positions by their book: the net one, or one for each side. */
  readonly #open = new Map<PositionSide | "net", Open>();

  /** The number of positions that are still open. */
  get openCount(): number {
    return this.#open.size;
  }

  add(item: NumberedItem): void {
    if (item.kind === "trip") this.trips.push(toBuiltTrip(item));
    else if (item.kind === "funding") this.#addFunding(item);
    else this.#addFill(item);
  }

  #addFunding(item: ImportedFunding & { number: number }): void {
    const [first] = this.#open.values();
    const position = (item.positionSide && this.#open.get(item.positionSide)) ?? first;
    if (position === undefined) this.unused.push({ number: item.number, code: "funding_without_position" });
    else position.funding = add(position.funding, item.paid);
  }

  #addFill(fill: ImportedFill & { number: number }): void {
    const { closing, opening } = this.#findBooks(fill);
    const position = this.#open.get(closing);
    const split = splitFill(fill, position);
    if (split.orphan > 0n) this.unused.push({ number: fill.number, code: "close_without_opening" });
    if (position !== undefined && split.close > 0n) {
      closePart(position, fill, split);
      if (position.qty === 0n) {
        this.#open.delete(closing);
        this.trips.push(finishTrip(position, fill));
      }
    }
    if (split.open > 0n) this.#openPart(opening, fill, split.open);
  }

  /** The books that a fill closes in and opens in: they differ where the file names sides. */
  #findBooks({ positionSide, effect }: ImportedFill): Record<"closing" | "opening", PositionSide | "net"> {
    if (positionSide === null) {
      // A close that names no side closes the one position that there is.
      const [only, ...others] = this.#open.keys();
      const isOnly = effect === "close" && only !== undefined && others.length === 0;
      return { closing: isOnly ? only : "net", opening: "net" };
    }
    if (effect !== "flip") return { closing: positionSide, opening: positionSide };
    return { closing: positionSide === "long" ? "short" : "long", opening: positionSide };
  }

  #openPart(book: PositionSide | "net", fill: ImportedFill & { number: number }, qty: Qty): void {
    const share = shareOf(fill, qty);
    const side = fill.side === "buy" ? "long" : "short";
    const position = this.#open.get(book) ?? startTrip(fill, side);
    this.#open.set(book, position);
    position.qty = add(position.qty, qty);
    position.entryQty = add(position.entryQty, qty);
    position.entryValue = add(position.entryValue, notional(fill.price, qty));
    position.fees = add(position.fees, share(fill.fee));
  }
}

function splitFill(fill: ImportedFill, position: Open | undefined): Split {
  const { qty, effect } = fill;
  const nothing = ZERO as Qty;
  if (effect === "open") return { close: nothing, open: qty, orphan: nothing };
  if (effect === "close") {
    const close = position === undefined ? nothing : min(position.qty, qty);
    return { close, open: nothing, orphan: sub(qty, close) };
  }
  const fillSide = fill.side === "buy" ? "long" : "short";
  if (effect === "flip") {
    if (position === undefined || position.qty >= qty)
      return splitFill({ ...fill, effect: "close" }, position);
    return { close: position.qty, open: sub(qty, position.qty), orphan: nothing };
  }
  if (position === undefined || position.side === fillSide) {
    const orphan = min(closedBefore(fill), qty);
    return { close: nothing, open: sub(qty, orphan), orphan };
  }
  const close = min(position.qty, qty);
  const rest = sub(qty, close);
  const isFlip = rest === 0n || opensRest(fill, position, rest);
  return { close, open: isFlip ? rest : nothing, orphan: isFlip ? nothing : rest };
}

/** How much of a fill that closes nothing known must have closed a position from before the file. */
function closedBefore(fill: ImportedFill): Qty {
  const { qty, realised, positionAfter } = fill;
  if (realised !== null && realised !== 0n) {
    // A flip of an unknown position leaves what it opened, where the file has the position.
    if (positionAfter === null || !isOfFill(fill, positionAfter)) return qty;
    return sub(qty, min(abs(positionAfter), qty));
  }
  return ZERO as Qty;
}

/** Whether what a fill has beyond the known position opens the other side: a flip, and not an unknown opening. */
function opensRest(fill: ImportedFill, position: Open, rest: Qty): boolean {
  if (fill.positionAfter !== null) return abs(fill.positionAfter) === rest;
  if (fill.realised === null || position.isContracts) return true;
  const entry = priceOf(position.entryValue, position.entryQty);
  const move = notional(sub(fill.price, entry), position.qty);
  const flipped = position.side === "long" ? move : neg(move);
  // The stated profit is that of the known position alone; prices are rounded in some files.
  const slack = abs(flipped) / 100n + notional(fill.price, position.qty) / 100_000n;
  return abs(sub(fill.realised, flipped)) <= slack;
}

function isOfFill(fill: ImportedFill, position: Qty): boolean {
  return position !== 0n && position > 0n === (fill.side === "buy");
}

function startTrip(fill: ImportedFill & { number: number }, side: PositionSide): Open {
  return {
    symbol: fill.symbol,
    side,
    openedBy: fill.number,
    openedAtMs: fill.atMs,
    qty: ZERO as Qty,
    entryQty: ZERO as Qty,
    entryValue: ZERO as Money,
    exitQty: ZERO as Qty,
    exitValue: ZERO as Money,
    fees: ZERO as Money,
    funding: ZERO as Money,
    realised: ZERO as Money,
    isContracts: fill.isContracts,
  };
}

function closePart(position: Open, fill: ImportedFill, split: Split): void {
  const { close: qty } = split;
  position.qty = sub(position.qty, qty);
  position.exitQty = add(position.exitQty, qty);
  position.exitValue = add(position.exitValue, notional(fill.price, qty));
  position.fees = add(position.fees, shareOf(fill, qty)(fill.fee));
  // Profit and funding are of all that the fill closes, also where it opens the other side with the rest.
  const closed = add(qty, split.orphan);
  const share = shareOf({ qty: closed }, qty);
  if (fill.funding !== undefined) position.funding = add(position.funding, share(fill.funding));
  position.realised =
    position.realised === null || fill.realised === null
      ? null
      : add(position.realised, share(fill.realised));
}

function shareOf(fill: Pick<ImportedFill, "qty">, qty: Qty): (amount: Money) => Money {
  return (amount) =>
    qty === fill.qty ? amount : mulDiv(amount, { numerator: qty as Decimal, denominator: fill.qty });
}

function finishTrip(position: Open, fill: ImportedFill & { number: number }): BuiltTrip {
  const { side, symbol, entryQty, entryValue, exitQty, exitValue, fees, funding, openedAtMs } = position;
  const move = sub(exitValue, entryValue);
  const byPrices = side === "long" ? move : neg(move);
  return {
    symbol,
    side,
    qty: entryQty,
    entryPrice: priceOf(entryValue, entryQty),
    exitPrice: priceOf(exitValue, exitQty),
    // Contracts of unknown size: only the file knows the profit.
    gross: position.isContracts && position.realised !== null ? position.realised : byPrices,
    fees,
    funding,
    openedAtMs,
    atMs: fill.atMs,
    reason: fill.reason,
    labels: null,
    openedBy: position.openedBy,
    closedBy: fill.number,
  };
}

function toBuiltTrip(trip: ImportedTrip & { number: number }): BuiltTrip {
  const { kind: _kind, line: _line, id: _id, number, ...figures } = trip;
  return { ...figures, openedBy: number, closedBy: number };
}
