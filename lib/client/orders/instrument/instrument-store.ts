import { getJson } from "@/lib/client/api/market-api";
import type { InstrumentDto } from "@/lib/schemas/market/market";

type Listener = () => void;
/** The response of `GET /api/instruments` to a query that names symbols. */
type NamedInstruments = { instruments: InstrumentDto[] };

/** Maximum symbols of one request. */
const BATCH = 50;

/**
 * The instruments known to this page, outside React: those rendered with it, and those requested since. The
 * market picker loads the venue's whole list.
 */
export class InstrumentStore {
  readonly #fetchList: (url: string) => Promise<NamedInstruments>;
  readonly #known = new Map<string, InstrumentDto>();
  readonly #listeners = new Set<Listener>();
  readonly #wanted = new Set<string>();
  /** Requested, and possibly not offered: not requested again. */
  readonly #asked = new Set<string>();

  constructor(fetchList: (url: string) => Promise<NamedInstruments>) {
    this.#fetchList = fetchList;
  }

  read(symbol: string): InstrumentDto | null {
    return this.#known.get(symbol) ?? null;
  }

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Adds instruments loaded elsewhere. */
  add(instruments: readonly InstrumentDto[]): void {
    for (const one of instruments) this.#known.set(one.symbol, one);
    for (const listener of [...this.#listeners]) listener();
  }

  /** Requests unknown symbols; those of the same moment share one request. */
  request(symbols: readonly string[]): void {
    const isIdle = this.#wanted.size === 0;
    for (const symbol of symbols) {
      if (!this.#known.has(symbol) && !this.#asked.has(symbol)) this.#wanted.add(symbol);
    }
    if (isIdle && this.#wanted.size > 0) queueMicrotask(() => void this.#fetchWanted());
  }

  /** One instrument, requested when it is unknown; null when it is not offered. @throws RequestError */
  async load(symbol: string): Promise<InstrumentDto | null> {
    if (!this.#known.has(symbol)) await this.#fetchSymbols([symbol]);
    return this.read(symbol);
  }

  async #fetchWanted(): Promise<void> {
    const symbols = [...this.#wanted];
    this.#wanted.clear();
    for (const symbol of symbols) this.#asked.add(symbol);
    for (let at = 0; at < symbols.length; at += BATCH) {
      const batch = symbols.slice(at, at + BATCH);
      // Until the next request an unknown instrument is shown without its digits.
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

/** The page's single store, in a browser only. */
export function getInstrumentStore(): InstrumentStore {
  store ??= new InstrumentStore((url) => getJson<NamedInstruments>(url));
  return store;
}
