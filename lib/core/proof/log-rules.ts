import { type Decimal, parseDecimal } from "@/lib/core/decimal";
import type { VenueRules } from "@/lib/core/engine/context";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { BYBIT_FEES } from "@/lib/core/engine/venues/bybit-fees";

/** What a log's events are checked against: the venue's rules of that version, and the bounds of what it publishes. */
export type LogRules = {
  venue: VenueRules;
  fees: { maker: Decimal; taker: Decimal };
  /** Largest ratio of a price limit on any instrument: no opening market order pays further from the mark. */
  maxPriceLimit: Decimal;
  /** Largest funding rate of one interval, as a fraction, either way. */
  maxFundingRate: Decimal;
};

const BY_VERSION: ReadonlyMap<string, LogRules> = new Map([
  [
    BYBIT.version,
    {
      venue: BYBIT,
      fees: BYBIT_FEES,
      maxPriceLimit: parseDecimal("0.3"),
      maxFundingRate: parseDecimal("0.1"),
    },
  ],
]);

/** The newest rules: what holds for events that name no version. */
export const CURRENT_RULES: LogRules = rulesOfVersion(BYBIT.version) as LogRules;

/** The rules that a fill names, or null when this verifier does not know them. */
export function rulesOfVersion(version: string): LogRules | null {
  return BY_VERSION.get(version) ?? null;
}

/** The venue's clock differs from a server's by less than this, in ms. */
export const MAX_CLOCK_OFFSET_MS = 300_000;
/** Two servers that write one log have clocks of their own: its times may be this far out of order, in ms. */
export const CLOCK_TOLERANCE_MS = 1_000;
