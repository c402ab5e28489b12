import { type Decimal, parseDecimal } from "@/lib/core/decimal";
import type { VenueRules } from "@/lib/core/engine/context";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { BYBIT_FEES } from "@/lib/core/engine/venues/bybit-fees";

/**
 * What a log's events are checked against: the venue's rules of a version, and the bounds of its published
 * data.
 */
export type LogRules = {
  venue: VenueRules;
  fees: { maker: Decimal; taker: Decimal };
  /**
   * Largest ratio of a price limit on any instrument: the bound on an opening market order's distance from
   * the mark.
   */
  maxPriceLimit: Decimal;
  /** Largest funding rate of one interval, as a fraction, either way. */
  maxFundingRate: Decimal;
  /** Largest leverage on any instrument. */
  maxLeverage: Decimal;
};

const BY_VERSION: ReadonlyMap<string, LogRules> = new Map([
  [
    BYBIT.version,
    {
      venue: BYBIT,
      fees: BYBIT_FEES,
      maxPriceLimit: parseDecimal("0.3"),
      maxFundingRate: parseDecimal("0.1"),
      maxLeverage: parseDecimal("200"),
    },
  ],
]);

/** The newest rules, for events without a version. */
export const CURRENT_RULES: LogRules = rulesOfVersion(BYBIT.version) as LogRules;

/** The rules of a version, or null when this verifier does not know it. */
export function rulesOfVersion(version: string): LogRules | null {
  return BY_VERSION.get(version) ?? null;
}

/** Bound on the difference between the venue's clock and a server's, in ms. */
export const MAX_CLOCK_OFFSET_MS = 300_000;
/** Servers that write one log have clocks of their own: times may be out of order by this much, in ms. */
export const CLOCK_TOLERANCE_MS = 1_000;
