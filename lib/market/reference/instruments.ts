import "server-only";
import { findInstruments, storeInstruments } from "@/lib/db/market/instruments";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { DEFAULT_INSTRUMENTS } from "@/lib/market/reference/default-instruments";
import { fetchInstruments } from "@/lib/market/venue/venue-rest";
import { AppError } from "@/lib/schemas/api-error";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Lifetime of the venue's response, in ms. Until it is renewed the old one is used. */
const FRESH_MS = 3_600_000;
/**
 * The same while a contract has closed recently: a contract that reopens is traded again, and one that stays
 * closed is settled.
 */
const FRESH_CLOSED_MS = 60_000;
/** How long after its closing a contract counts as recently closed, in ms. */
const LATELY_MS = 7_200_000;
/** A closed contract stays listed for this long, so that traders with a position find it, in ms. */
const SHOWN_CLOSED_MS = 86_400_000;
/** How often a process reads what another one has stored, in ms. */
const RELOAD_MS = 60_000;
const RETRY_MS = 30_000;
const TRADING = "Trading";
const ANNOUNCED = "PreLaunch";

/** Instruments by symbol, with the time of the venue's response; 0 for the shipped set. */
export type InstrumentList = { instruments: InstrumentDto[]; fetchedAtMs: number };
/** Known instruments that are no longer offered. All of them are closed. */
type Known = InstrumentList & {
  former: InstrumentDto[];
  all: readonly InstrumentDto[];
  offered: ReadonlySet<string>;
  loadedAtMs: number;
};

type Cache = { known: Known | null; refreshing: Promise<void> | null; triedAtMs: number };

/**
 * The instruments that this deployment offers. Returns immediately from this process's cache, the database or
 * the shipped set, and renews outdated data from the venue in the background.
 */
export async function listInstruments(): Promise<InstrumentList> {
  const { instruments, fetchedAtMs } = await readKnown();
  return { instruments, fetchedAtMs };
}

/** The same after renewing outdated data, if the venue responds. */
export async function listFreshInstruments(): Promise<InstrumentList> {
  await readKnown();
  await getCache().refreshing;
  return listInstruments();
}

/**
 * All known instruments, including those no longer offered by this deployment: positions in them may still
 * exist.
 */
export async function listKnownInstruments(): Promise<readonly InstrumentDto[]> {
  return (await readKnown()).all;
}

/**
 * The same by the venue's current response, for decisions that must not use outdated data. @throws when the
 * venue doesn't respond
 */
export async function fetchKnownInstruments(): Promise<readonly InstrumentDto[]> {
  const known = await renew();
  getCache().known = known;
  return known.all;
}

/** @throws AppError `unknown_symbol` for the first symbol that is not offered. */
export async function assertKnownSymbols(symbols: readonly string[]): Promise<void> {
  const { offered } = await readKnown();
  const unknown = symbols.find((symbol) => !offered.has(symbol));
  if (unknown === undefined) return;
  throw new AppError("unknown_symbol", `There is no symbol ${JSON.stringify(unknown)} here.`);
}

function getCache(): Cache {
  return getProcessSingleton<Cache>("instruments", () => ({ known: null, refreshing: null, triedAtMs: 0 }));
}

async function readKnown(): Promise<Known> {
  const cache = getCache();
  cache.known ??= await loadKnown();
  const nowMs = Date.now();
  const { fetchedAtMs, loadedAtMs } = cache.known;
  const isDue = nowMs - fetchedAtMs > goodFor(cache.known, nowMs) && nowMs - cache.triedAtMs > RETRY_MS;
  const isReloadDue = nowMs - loadedAtMs > RELOAD_MS;
  if (!cache.refreshing && (isDue || isReloadDue)) {
    cache.refreshing = refresh(cache, isDue).finally(() => {
      cache.refreshing = null;
    });
  }
  return cache.known;
}

function goodFor({ instruments, former }: Known, nowMs: number): number {
  if (former.some(({ closedMs }) => closedMs === undefined)) return 0;
  const isLately = instruments.some(({ closedMs }) => closedMs !== undefined && nowMs - closedMs < LATELY_MS);
  return isLately ? FRESH_CLOSED_MS : FRESH_MS;
}

/** Reads what another process has stored, and requests it from the venue if that is outdated as well. */
async function refresh(cache: Cache, isDue: boolean): Promise<void> {
  try {
    const stored = await loadKnown();
    if (cache.known && stored.fetchedAtMs > cache.known.fetchedAtMs) cache.known = stored;
    else if (cache.known) cache.known.loadedAtMs = Date.now();
    if (!isDue || (cache.known && Date.now() - cache.known.fetchedAtMs <= goodFor(cache.known, Date.now())))
      return;
    cache.triedAtMs = Date.now();
    cache.known = await renew();
  } catch (error) {
    reportError("instruments-not-renewed", error);
  }
}

async function loadKnown(): Promise<Known> {
  const stored = await readStored();
  return merge({ published: null, stored: stored?.instruments ?? [], atMs: stored?.fetchedAtMs ?? 0 });
}

/**
 * Requests the instruments from the venue and stores them. @throws when it doesn't respond, or lists none of
 * those traded here
 */
async function renew(): Promise<Known> {
  const { MARKET_ID } = getEnv();
  const published = (await fetchInstruments()).filter(({ symbol }) => isOffered(symbol));
  if (published.length === 0) throw new Error("The venue named none of the symbols that are traded here.");
  const stored = await readStored();
  const known = merge({ published, stored: stored?.instruments ?? [], atMs: Date.now() });
  // Without the database the venue's response is still usable; other processes must request their own.
  await storeInstruments(MARKET_ID, [...known.all], known.fetchedAtMs).catch((error) =>
    reportError("instruments-not-stored", error),
  );
  return known;
}

async function readStored() {
  return findInstruments(getEnv().MARKET_ID).catch((error) => {
    reportError("instruments-not-read", error);
    return null;
  });
}

/**
 * The venue's list (or, before its first response, the stored one), completed by the shipped set. A symbol
 * that the venue or this deployment no longer lists is closed; an unknown one is not listed.
 */
function merge(input: { published: InstrumentDto[] | null; stored: InstrumentDto[]; atMs: number }): Known {
  const { published, stored, atMs } = input;
  const before = new Map(stored.map((one) => [one.symbol, one]));
  const listed = new Map((published ?? stored).map((one) => [one.symbol, one]));
  const any = new Map(
    [...DEFAULT_INSTRUMENTS, ...stored, ...(published ?? [])].map((one) => [one.symbol, one]),
  );
  const stamp = (one: InstrumentDto): InstrumentDto => {
    const isGone = !isOffered(one.symbol) || (published !== null && !listed.has(one.symbol));
    const { closedMs: _, ...open } = one;
    if (!isGone && (one.status === TRADING || one.status === ANNOUNCED)) return open;
    const status = isGone ? closedStatus(one.status) : one.status;
    const closedMs = before.get(one.symbol)?.closedMs ?? (published === null ? undefined : atMs);
    return { ...open, status, ...(closedMs !== undefined && { closedMs }) };
  };
  const all = [...any.values()].map(stamp);
  const isShown = ({ symbol, closedMs }: InstrumentDto) =>
    isOffered(symbol) && (closedMs === undefined || atMs - closedMs < SHOWN_CLOSED_MS);
  const instruments = sortOffered(all.filter(isShown));
  const offered = new Set(instruments.map(({ symbol }) => symbol));
  const former = all.filter(({ symbol }) => !offered.has(symbol));
  return {
    instruments,
    offered,
    former,
    all: [...instruments, ...former],
    fetchedAtMs: atMs,
    loadedAtMs: Date.now(),
  };
}

function closedStatus(status: string): string {
  return status === TRADING || status === ANNOUNCED ? "Closed" : status;
}

/** In the order of `MARKET_SYMBOLS`; if all are offered, the shipped ones first and the others by name. */
function sortOffered(instruments: InstrumentDto[]): InstrumentDto[] {
  const { MARKET_SYMBOLS } = getEnv();
  const first = MARKET_SYMBOLS.length > 0 ? MARKET_SYMBOLS : DEFAULT_INSTRUMENTS.map(({ symbol }) => symbol);
  const place = new Map(first.map((symbol, at) => [symbol, at]));
  const placeOf = ({ symbol }: InstrumentDto) => place.get(symbol) ?? first.length;
  return instruments.sort((a, b) => placeOf(a) - placeOf(b) || (a.symbol < b.symbol ? -1 : 1));
}

/** Whether this deployment offers a symbol of the venue: `MARKET_SYMBOLS` lists them; if empty, all are offered. */
function isOffered(symbol: string): boolean {
  const { MARKET_SYMBOLS } = getEnv();
  return MARKET_SYMBOLS.length === 0 || MARKET_SYMBOLS.includes(symbol);
}
