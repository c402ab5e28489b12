import {
  createMarket,
  findStatus,
  inventListing,
  type Listing,
  listListings,
  toRecordedListing,
} from "@/emulators/bybit/listings";
import type { BybitSwitches } from "@/emulators/bybit/switches";
import { SymbolFrames } from "@/emulators/bybit/symbol-frames";
import type { SymbolMarket } from "@/emulators/bybit/symbol-market";
import type { InstrumentDto } from "@/lib/schemas/market/market";

type Options = {
  seed: number;
  /** The contracts of the venue; all known ones if none are named. */
  symbols?: readonly string[] | undefined;
  recorded: readonly SymbolMarket[];
  now: () => number;
  switches: Pick<BybitSwitches, "delisted" | "preLaunch" | "closed">;
};

/**
 * The venue's contracts at this instant, and the market of each. A market is created at its first use: 650 at
 * a time would take seconds.
 */
export class Catalogue {
  readonly #options: Options;
  readonly #listings: Map<string, Listing>;
  readonly #recorded: ReadonlyMap<string, SymbolMarket>;
  readonly #made = new Map<string, { source: SymbolFrames; launchMs: number }>();

  constructor(options: Options) {
    const { symbols, recorded } = options;
    this.#options = options;
    this.#recorded = new Map(recorded.map((market) => [market.symbol, market]));
    const chosen = [...listListings()].filter(([symbol]) => !symbols || symbols.includes(symbol));
    for (const { symbol } of recorded) chosen.push([symbol, toRecordedListing(symbol)]);
    this.#listings = new Map(chosen);
  }

  /** Symbols whose contracts are on the venue's list with this status. */
  symbols(status = "Trading"): string[] {
    return [...this.#listings.keys()].filter((symbol) => this.describe(symbol)?.status === status);
  }

  /** A contract as the list has it now; null when it is not on the list. */
  describe(symbol: string): InstrumentDto | null {
    const listing = this.#listings.get(symbol);
    const { delisted, preLaunch, closed } = this.#options.switches;
    if (!listing || isNamed(delisted, symbol)) return null;
    const { status, launchMs } = this.#recorded.has(symbol)
      ? { status: "Trading", launchMs: listing.instrument.launchMs }
      : findStatus(listing, this.#options.now());
    const switched = isNamed(preLaunch, symbol) ? "PreLaunch" : isNamed(closed, symbol) ? "Closed" : status;
    return { ...listing.instrument, status: switched, launchMs };
  }

  /** The market of a symbol; null while it is not traded. */
  framesOf(symbol: string): SymbolFrames | null {
    const instrument = this.describe(symbol);
    if (instrument?.status !== "Trading") return null;
    const { launchMs, fundingMinutes } = instrument;
    const stored = this.#made.get(symbol);
    if (stored?.launchMs === launchMs) return stored.source;
    const market = this.#recorded.get(symbol) ?? this.#invent(symbol, launchMs);
    const source = new SymbolFrames(market, fundingMinutes, this.#options.now());
    this.#made.set(symbol, { source, launchMs });
    return source;
  }

  /** The same without creating it. */
  madeFramesOf(symbol: string): SymbolFrames | null {
    return this.#made.has(symbol) ? this.framesOf(symbol) : null;
  }

  /** A new or relisted contract: traded from now on. */
  list(symbol: string): void {
    this.#listings.set(symbol, inventListing(symbol, this.#options.now()));
  }

  #invent(symbol: string, launchMs: number): SymbolMarket {
    const listing = this.#listings.get(symbol);
    if (!listing) throw new Error(`${symbol} is not on the list.`);
    return createMarket(listing, this.#options.seed, launchMs);
  }
}

/** Whether a symbol is among those that a switch names. */
export function isNamed(list: string, symbol: string): boolean {
  return list !== "" && list.split(",").includes(symbol);
}
