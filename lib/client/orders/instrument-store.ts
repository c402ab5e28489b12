import { getJson } from "@/lib/client/api/market-api";
import type { Instrument } from "@/lib/schemas/market/market";

type Listener = () => void;
/** The response of `GET /api/instruments` to a query that names symbols. */
type NamedInstruments = { instruments: Instrument[] };

/** As many as one request may name. */
const BATCH = 50;

/**
 * The instruments that this page knows, outside React: those that came with it, and those that something on it has
 * asked for. The venue's whole list is the market picker's.
 */
export class InstrumentStore {
  readonly #fetchList: (url: string) => Promise<NamedInstruments>;
  readonly #known = new Map<string, Instrument>();
  readonly #listeners = new Set<Listener>();
  readonly #wanted = new Set<string>();
  /** Asked for, and maybe not offered: those are not asked for again. */
  readonly #asked = new Set<string>();

  constructor(fetchList: (url: string) => Promise<NamedInstruments>) {
    this.#fetchList = fetchList;
  }

  read(symbol: string): Instrument | null {
    return this.#known.get(symbol) ?? null;
  }

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Takes instruments that came by another way. */
  add(instruments: readonly Instrument[]): void {
    for (const one of instruments) this.#known.set(one.symbol, one);
    for (const listener of [...this.#listeners]) listener();
  }

  /** Asks for what is not known yet; symbols of the same moment travel in one request. */
  request(symbols: readonly string[]): void {
    const isIdle = this.#wanted.size === 0;
    for (const symbol of symbols) {
      if (!this.#known.has(symbol) && !this.#asked.has(symbol)) this.#wanted.add(symbol);
    }
    if (isIdle && this.#wanted.size > 0) queueMicrotask(() => void this.#fetchWanted());
  }

  /** One instrument, asked for when it is not known; null when it is not offered. @throws RequestError */
  async load(symbol: string): Promise<Instrument | null> {
    if (!this.#known.has(symbol)) await this.#fetchSymbols([symbol]);
    return this.read(symbol);
  }

  async #fetchWanted(): Promise<void> {
    const symbols = [...this.#wanted];
    this.#wanted.clear();
    for (const symbol of symbols) this.#asked.add(symbol);
    for (let at = 0; at < symbols.length; at += BATCH) {
      const batch = symbols.slice(at, at + BATCH);
      // Until it is asked for again, what is not known is shown without its digits.
      await this.#fetchSymbols(batch).catch(() => {
        for (const symbol of batch) this.#asked.delete(symbol);
      });
    }
  }

  async #fetchSymbols(symbols: readonly string[]): Promise<void> {
    const { instruments } = await this.#fetchList(`/api/instruments?symbols=${symbols.join(",")}`);
    this.add(instruments);
  }
}

let store: InstrumentStore | undefined;

/** The page's one store. In a browser only: a server has no page. */
export function getInstrumentStore(): InstrumentStore {
  store ??= new InstrumentStore((url) => getJson<NamedInstruments>(url));
  return store;
}
