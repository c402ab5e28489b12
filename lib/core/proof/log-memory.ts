import { add, type Money, type Price, type Qty, ZERO } from "@/lib/core/decimal";
import type { PortfolioEvent, RoundTripClosed } from "@/lib/core/engine/events";
import type { Side } from "@/lib/core/engine/orders/order";
import { POSITION_SIDES, type PositionSide } from "@/lib/core/engine/positions/position";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";

import { findOcoPartner } from "@/lib/core/order-groups/oco-pair";

/** A price of a symbol in an event, with its time. */
export type NamedPrice = { symbol: string; price: Price; atMs: number };

/** The next event that the events so far require. */
export type Awaited =
  | { kind: "round-trip-closed"; roundTrip: RoundTripClosed }
  | {
      kind: "forced-order";
      purpose: Forced;
      symbol: string;
      side: Side;
      price: Price;
      qty: Qty;
      mark: Price | null;
    }
  | { kind: "forced-fill"; purpose: Forced; orderId: string; price: Price; mark: Price | null };

/** What closes a position without its trader, recorded as an event of its own. */
export type Forced = "liquidation" | "delisted";

/** A position since one moment. */
type Holding = { fromMs: number; qty: Qty };

/** What the checks need of earlier events besides the state. */
export class LogMemory {
  /** Time of the newest event. */
  atMs = Number.NEGATIVE_INFINITY;
  awaited: Awaited | null = null;
  /** The opening balance, and the sum of the adjustments, over all resets. */
  opening: Money = ZERO;
  adjustments: Money = ZERO;
  resets = 0;
  /** Positions that were closed at a price given by an operator. */
  settlements = 0;
  /** The newest price of each symbol in an event. */
  readonly prices = new Map<string, NamedPrice>();
  /** The tick at which each symbol's position last changed. */
  readonly changedAtTick = new Map<string, string>();
  /** Orders whose partner in a pair was triggered or filled: they can only be cancelled. */
  readonly withdrawn = new Set<string>();
  /** Each side and instant of settled funding; without a side, of both. */
  readonly #funded = new Set<string>();
  readonly #holdings = new Map<string, Holding[]>();

  /** Records an event that was checked; `after` is the state after it. */
  record(event: PortfolioEvent, after: PortfolioState): void {
    this.atMs = Math.max(this.atMs, event.atMs);
    switch (event.type) {
      case "portfolio-opened":
        this.opening = event.opening;
        break;
      case "portfolio-reset":
        this.resets += 1;
        this.#holdings.clear();
        break;
      case "symbol-settled":
        if (event.tickMs === 0) this.settlements += 1;
        break;
      case "balance-adjusted":
        this.adjustments = add(this.adjustments, event.amount);
        break;
      case "funding-settled":
        this.#funded.add(fundingKey(event));
        this.#recordPrice({ symbol: event.symbol, price: event.mark, atMs: event.fundingMs });
        break;
      case "order-triggered":
        this.#withdrawPartner(event.orderId);
        break;
      case "order-filled": {
        const { symbol, evidence } = event;
        this.#withdrawPartner(event.orderId);
        for (const side of POSITION_SIDES) {
          const qty = findPosition(after, symbol, side)?.qty ?? ZERO;
          this.#recordHolding(holdingKey(symbol, side), { fromMs: event.atMs, qty });
        }
        this.changedAtTick.set(symbol, tickKey(evidence));
        this.#recordPrice({ symbol, price: evidence.mark, atMs: evidence.tickMs });
        break;
      }
    }
  }

  /** Whether an instant was settled before: of the side that the event names, or of any where it names none. */
  isFunded({ symbol, side, fundingMs }: Funded): boolean {
    const sides = side === undefined ? [undefined, ...POSITION_SIDES] : [undefined, side];
    return sides.some((one) => this.#funded.has(fundingKey({ symbol, side: one, fundingMs })));
  }

  /**
   * Quantities that a side of a symbol, or without one either, may have had at an instant: events at exactly that time
   * count both ways.
   */
  qtyAt({ symbol, side }: { symbol: string; side?: PositionSide }, atMs: number): Qty[] {
    return (side === undefined ? POSITION_SIDES : [side]).flatMap((one) => {
      const holdings = this.#holdings.get(holdingKey(symbol, one)) ?? [];
      const before = holdings.findLast(({ fromMs }) => fromMs < atMs - HOLDING_TOLERANCE_MS);
      const around = holdings.filter(({ fromMs }) => Math.abs(fromMs - atMs) <= HOLDING_TOLERANCE_MS);
      return [before?.qty ?? ZERO, ...around.map(({ qty }) => qty)];
    });
  }

  #withdrawPartner(orderId: string): void {
    const partnerId = findOcoPartner(orderId);
    if (partnerId !== null) this.withdrawn.add(partnerId);
  }

  #recordPrice(named: NamedPrice): void {
    const known = this.prices.get(named.symbol);
    if (known === undefined || known.atMs <= named.atMs) this.prices.set(named.symbol, named);
  }

  #recordHolding(symbol: string, holding: Holding): void {
    const holdings = this.#holdings.get(symbol);
    if (holdings === undefined) this.#holdings.set(symbol, [holding]);
    else holdings.push(holding);
  }
}

const HOLDING_TOLERANCE_MS = 1_000;

type Funded = { symbol: string; side?: PositionSide | undefined; fundingMs: number };

function fundingKey({ symbol, side, fundingMs }: Funded): string {
  return `${symbol}:${side ?? ""}:${fundingMs}`;
}

function holdingKey(symbol: string, side: PositionSide): string {
  return `${symbol}:${side}`;
}

/** The key of the tick behind an event. */
export function tickKey(tick: { tickMs: number; tickSeq: number }): string {
  return `${tick.tickMs}:${tick.tickSeq}`;
}
