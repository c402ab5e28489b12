import "server-only";
import { findInstruments, storeInstruments } from "@/lib/db/instruments";
import { getEnv } from "@/lib/infra/env";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { reportError } from "@/lib/infra/report-error";
import { DEFAULT_INSTRUMENTS } from "@/lib/market/default-instruments";
import { fetchInstruments } from "@/lib/market/venue-rest";
import { AppError } from "@/lib/schemas/api-error";
import type { Instrument } from "@/lib/schemas/market";

/** How long the venue's word is good, in ms. Until it is renewed the old one is used. */
const FRESH_MS = 3_600_000;
const RETRY_MS = 30_000;

/** Instruments in the order of `MARKET_SYMBOLS`, with the time of the venue's word; 0 for the shipped set. */
export type InstrumentList = { instruments: Instrument[]; fetchedAtMs: number };

type Cache = { list: InstrumentList | null; refreshing: Promise<void> | null; triedAtMs: number };

/**
 * The instruments that this deployment offers. Answers at once from what is known (this process, the
 * database, the set that ships with the project), and asks the venue anew in the background when that is old.
 */
export async function listInstruments(): Promise<InstrumentList> {
  const cache = getProcessSingleton<Cache>("instruments", () => ({
    list: null,
    refreshing: null,
    triedAtMs: 0,
  }));
  cache.list ??= await loadKnown();
  const nowMs = Date.now();
  const isOld = nowMs - cache.list.fetchedAtMs > FRESH_MS;
  if (isOld && !cache.refreshing && nowMs - cache.triedAtMs > RETRY_MS) {
    cache.triedAtMs = nowMs;
    cache.refreshing = refresh(cache).finally(() => {
      cache.refreshing = null;
    });
  }
  return cache.list;
}

/** @throws AppError `unknown_symbol` with the list of what there is, for the first symbol that is not offered. */
export async function assertKnownSymbols(symbols: readonly string[]): Promise<void> {
  const { instruments } = await listInstruments();
  const known = new Set(instruments.map((one) => one.symbol));
  const unknown = symbols.find((symbol) => !known.has(symbol));
  if (unknown === undefined) return;
  throw new AppError("unknown_symbol", `There is no symbol ${JSON.stringify(unknown)} here.`, {
    symbols: [...known],
  });
}

async function loadKnown(): Promise<InstrumentList> {
  const { MARKET_ID, MARKET_SYMBOLS } = getEnv();
  const stored = await findInstruments(MARKET_ID).catch((error) => {
    reportError("instruments-not-read", error);
    return null;
  });
  return merge(MARKET_SYMBOLS, stored?.instruments ?? [], stored?.fetchedAtMs ?? 0);
}

async function refresh(cache: Cache): Promise<void> {
  const { MARKET_ID, MARKET_SYMBOLS } = getEnv();
  try {
    const instruments = await fetchInstruments(MARKET_SYMBOLS);
    const fetchedAtMs = Date.now();
    cache.list = merge(MARKET_SYMBOLS, instruments, fetchedAtMs);
    await storeInstruments(MARKET_ID, instruments, fetchedAtMs);
  } catch (error) {
    reportError("instruments-not-renewed", error);
  }
}

/** What the venue said, filled up with the shipped set; a symbol that neither knows is left out. */
function merge(symbols: readonly string[], said: Instrument[], fetchedAtMs: number): InstrumentList {
  const bySymbol = new Map([...DEFAULT_INSTRUMENTS, ...said].map((one) => [one.symbol, one]));
  const instruments = symbols.flatMap((symbol) => bySymbol.get(symbol) ?? []);
  return { instruments, fetchedAtMs };
}
