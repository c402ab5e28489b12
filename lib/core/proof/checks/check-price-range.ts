import type { Price } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { CheckInput } from "@/lib/core/proof/check";
import type { LogMemory, NamedPrice } from "@/lib/core/proof/log-memory";

/**
 * Mark, last price and book of one tick differ by less than this factor: the venue's price limits bound them.
 */
const WITHIN_TICK = 2n;
/** Largest factor by which a price may change in a moment; it doubles with each further hour. */
const ALLOWED_JUMP = 10n;
const HOUR_MS = 3_600_000;
const MAX_DOUBLINGS = 64;

/** Prices of one tick in one event, and of one symbol over time, must be plausible for one market. */
export function checkPriceRange({ event, memory }: CheckInput): string | null {
  const prices = pricesOf(event);
  if (prices.some(({ price }) => price <= 0n)) return "it names a price of zero or less";
  for (const named of prices) {
    if (!continues(memory, named))
      return `its price of ${named.symbol} is far from the one before it in the log`;
  }
  return event.type === "order-filled" ? checkTick(event) : null;
}

function checkTick({ evidence }: Extract<PortfolioEvent, { type: "order-filled" }>): string | null {
  const { mark, last, bestBid, bestAsk } = evidence;
  if ((bestBid === null) !== (bestAsk === null)) return "its book has one side only";
  if (bestBid !== null && bestAsk !== null && bestBid >= bestAsk) return "its book is crossed";
  if (!areNear(mark, last, WITHIN_TICK)) return "its mark and its last price are too far from each other";
  for (const best of [bestBid, bestAsk]) {
    if (best !== null && !areNear(mark, best, WITHIN_TICK)) return "its book is too far from its mark";
  }
  return null;
}

function pricesOf(event: PortfolioEvent): NamedPrice[] {
  switch (event.type) {
    case "order-filled": {
      const { mark, last, tickMs } = event.evidence;
      return [mark, last].map((price) => ({ symbol: event.symbol, price, atMs: tickMs }));
    }
    case "funding-settled":
      return [{ symbol: event.symbol, price: event.mark, atMs: event.fundingMs }];
    case "position-liquidated":
      return event.basis.map(({ symbol, mark }) => ({ symbol, price: mark, atMs: event.atMs }));
    case "day-rolled":
    case "day-corrected":
    case "equity-peaked":
    case "headroom-warned":
    case "trading-paused":
    case "challenge-breached":
    case "rule-enforced":
      return event.marks.map(({ symbol, mark, tickMs }) => ({
        symbol,
        price: mark,
        atMs: tickMs || event.atMs,
      }));
    default:
      return [];
  }
}

function continues(memory: LogMemory, named: NamedPrice): boolean {
  const known = memory.prices.get(named.symbol);
  if (known === undefined) return true;
  const hours = Math.min(MAX_DOUBLINGS, Math.floor(Math.abs(named.atMs - known.atMs) / HOUR_MS));
  return areNear(known.price, named.price, ALLOWED_JUMP << BigInt(hours));
}

function areNear(a: Price, b: Price, factor: bigint): boolean {
  return a <= b * factor && b <= a * factor;
}
