import "server-only";
import { DEFAULT_INSTRUMENTS } from "@/lib/market/reference/default-instruments";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Two full rows of the front page's strip, and the default watchlist. */
const COUNT = 10;

/**
 * The default markets of pages: the ten coins that the project ships with, as far as they are offered,
 * completed by others. `first` precedes them, whichever it is. A page never contains the venue's whole list.
 */
export function pickPopular(instruments: readonly InstrumentDto[], first?: InstrumentDto): InstrumentDto[] {
  const offered = new Map(instruments.map((one) => [one.symbol, one]));
  const known = DEFAULT_INSTRUMENTS.flatMap(({ symbol }) => offered.get(symbol) ?? []);
  const others = instruments.filter((one) => !known.includes(one) && one.status === "Trading");
  const popular = [...known, ...others].filter((one) => one !== first);
  return [...(first ? [first] : []), ...popular].slice(0, COUNT);
}
