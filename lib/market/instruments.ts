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
/** The same while something is closed: what comes back is traded again, and what stays away is settled. */
const FRESH_CLOSED_MS = 60_000;
const RETRY_MS = 30_000;
const TRADING = "Trading";

/** Instruments in the order of `MARKET_SYMBOLS`, with the time of the venue's word; 0 for the shipped set. */
export type InstrumentList = { instruments: Instrument[]; fetchedAtMs: number };
/** Those that are known and not offered any more. All of them are closed. */
type Known = InstrumentList & { former: Instrument[]; all: readonly Instrument[] };

type Cache = { known: Known | null; refreshing: Promise<void> | null; triedAtMs: number };

/**
 * The instruments that this deployment offers. Answers at once from what is known (this process, the
 * database, the set that ships with the project), and asks the venue anew in the background when that is old.
 */
export async function listInstruments(): Promise<InstrumentList> {
  const { instruments, fetchedAtMs } = await readKnown();
  return { instruments, fetchedAtMs };
}

/** Every instrument that is known, also those that this deployment offers no more: they may still be held. */
export async function listKnownInstruments(): Promise<readonly Instrument[]> {
  return (await readKnown()).all;
}

/** The same by the venue's newest word, for what must not rest on an old one. @throws when the venue doesn't answer */
export async function fetchKnownInstruments(): Promise<readonly Instrument[]> {
  const known = await renew();
  getCache().known = known;
  return known.all;
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

function getCache(): Cache {
  return getProcessSingleton<Cache>("instruments", () => ({ known: null, refreshing: null, triedAtMs: 0 }));
}

async function readKnown(): Promise<Known> {
  const cache = getCache();
  cache.known ??= await loadKnown();
  const nowMs = Date.now();
  const isOld = nowMs - cache.known.fetchedAtMs > goodFor(cache.known);
  if (isOld && !cache.refreshing && nowMs - cache.triedAtMs > RETRY_MS) {
    cache.triedAtMs = nowMs;
    cache.refreshing = refresh(cache).finally(() => {
      cache.refreshing = null;
    });
  }
  return cache.known;
}

function goodFor({ instruments, former }: Known): number {
  if (former.some(({ closedMs }) => closedMs === undefined)) return 0;
  return instruments.some(({ status }) => status !== TRADING) ? FRESH_CLOSED_MS : FRESH_MS;
}

async function refresh(cache: Cache): Promise<void> {
  try {
    cache.known = await renew();
  } catch (error) {
    reportError("instruments-not-renewed", error);
  }
}

async function loadKnown(): Promise<Known> {
  const stored = await readStored();
  return merge({ said: null, stored: stored?.instruments ?? [], atMs: stored?.fetchedAtMs ?? 0 });
}

/** Asks the venue and stores its answer. @throws when it doesn't answer, or names none of what is traded here */
async function renew(): Promise<Known> {
  const { MARKET_ID, MARKET_SYMBOLS } = getEnv();
  const said = await fetchInstruments(MARKET_SYMBOLS);
  if (said.length === 0) throw new Error("The venue named none of the symbols that are traded here.");
  const stored = await readStored();
  const known = merge({ said, stored: stored?.instruments ?? [], atMs: Date.now() });
  await storeInstruments(MARKET_ID, [...known.all], known.fetchedAtMs);
  return known;
}

async function readStored() {
  return findInstruments(getEnv().MARKET_ID).catch((error) => {
    reportError("instruments-not-read", error);
    return null;
  });
}

/**
 * What the venue said (or, before it was asked, what is stored), filled up with the shipped set. A symbol that the
 * venue left out is closed, and so is one that this deployment has left out; one that nobody knows is not listed.
 */
function merge(input: { said: Instrument[] | null; stored: Instrument[]; atMs: number }): Known {
  const { said, stored, atMs } = input;
  const symbols = new Set<string>(getEnv().MARKET_SYMBOLS);
  const before = new Map(stored.map((one) => [one.symbol, one]));
  const saidNow = new Map((said ?? stored).map((one) => [one.symbol, one]));
  const any = new Map([...DEFAULT_INSTRUMENTS, ...stored, ...(said ?? [])].map((one) => [one.symbol, one]));
  const stamp = (one: Instrument): Instrument => {
    const isGone = !symbols.has(one.symbol) || (said !== null && !saidNow.has(one.symbol));
    const { closedMs: _, ...open } = one;
    if (!isGone && one.status === TRADING) return open;
    const status = isGone && one.status === TRADING ? "Closed" : one.status;
    const closedMs = before.get(one.symbol)?.closedMs ?? (said === null ? undefined : atMs);
    return { ...open, status, ...(closedMs !== undefined && { closedMs }) };
  };
  const instruments = [...symbols].flatMap((symbol) => any.get(symbol) ?? []).map(stamp);
  const former = [...any.values()].filter(({ symbol }) => !symbols.has(symbol)).map(stamp);
  return { instruments, former, all: [...instruments, ...former], fetchedAtMs: atMs };
}
