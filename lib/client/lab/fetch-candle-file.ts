import { RequestError, readRejection } from "@/lib/client/api/market-api";
import { readMarketId } from "@/lib/client/market-id";
import { type CandleFile, decodeCandleFile } from "@/lib/lab/candles/candle-file";
import type { Period } from "@/lib/lab/candles/list-periods";

/** The browser's store of files: what is in it needs no network, and never changes. */
const STORE = "tz-lab-candles";

/** A file of candles, from this browser's store or from our server; null where the market is younger. */
export async function fetchCandleFile(
  symbol: string,
  period: Period,
  signal: AbortSignal,
): Promise<CandleFile | null> {
  const query = new URLSearchParams({ symbol, period: period.name });
  const market = readMarketId();
  if (market !== null) query.set("market", market);
  const url = `/api/candles/file?${query}`;
  const store = await openStore();
  const kept = await store?.match(url);
  const response = kept ?? (await request(url, signal));
  if (response === null) return null;
  // Read whole before it is stored: a clone waits until both copies are read.
  const bytes = await response.arrayBuffer();
  // Only under the market's name is it the same for ever.
  if (kept === undefined && market !== null) await store?.put(url, new Response(bytes)).catch(() => {});
  return decodeCandleFile(await unpack(bytes));
}

async function unpack(bytes: ArrayBuffer): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Number of files that this browser keeps. */
export async function countKeptFiles(): Promise<number> {
  const store = await openStore();
  return (await store?.keys())?.length ?? 0;
}

export async function dropKeptFiles(): Promise<void> {
  if ("caches" in globalThis) await caches.delete(STORE);
}

/** Null where pages have no store: over plain http from another machine, and in some private windows. */
async function openStore(): Promise<Cache | null> {
  if (!("caches" in globalThis)) return null;
  return caches.open(STORE).catch(() => null);
}

async function request(url: string, signal: AbortSignal): Promise<Response | null> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RequestError("offline", "The server could not be reached. Check the connection.");
  }
  if (response.ok) return response;
  const rejection = await readRejection(response);
  if (rejection.code === "not_found") return null;
  throw rejection;
}
