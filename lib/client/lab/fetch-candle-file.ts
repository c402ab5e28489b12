import { RequestError, readRejection } from "@/lib/client/api/market-api";
import { readMarketId } from "@/lib/client/market-id";
import type { CandleColumns } from "@/lib/lab/candles/candle-columns";
import { decodeCandles, decodeMarks, type FilePart, type MarkFile } from "@/lib/lab/candles/candle-file";
import type { Period } from "@/lib/lab/candles/list-periods";

/** The browser's store of files: what is in it needs no network, and never changes. The number is the format's. */
const STORE = "tz-lab-candles-3";
const OLD_STORES = ["tz-lab-candles", "tz-lab-candles-2"];

type Wanted = { symbol: string; period: Period };

/** A period's candles, from this browser's store or from our server; null where the market is younger. */
export async function fetchCandlePart(wanted: Wanted, signal: AbortSignal): Promise<CandleColumns | null> {
  const bytes = await fetchFile({ ...wanted, part: "candles" }, signal);
  return bytes === null ? null : decodeCandles(bytes, letPageDraw);
}

/** As `fetchCandlePart`, its marks and funding. */
export async function fetchMarkPart(wanted: Wanted, signal: AbortSignal): Promise<MarkFile | null> {
  const bytes = await fetchFile({ ...wanted, part: "marks" }, signal);
  return bytes === null ? null : decodeMarks(bytes);
}

async function fetchFile(
  { symbol, period, part }: Wanted & { part: FilePart },
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const query = new URLSearchParams({ symbol, period: period.name, part });
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
  if (kept === undefined && market !== null) void store?.put(url, new Response(bytes)).catch(() => {});
  return new Uint8Array(bytes);
}

/** Ends the task, so that the page can draw. A hidden page's timers take a second, its messages do not. */
function letPageDraw(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Number of files that this browser keeps; those of an older format are dropped. */
export async function countKeptFiles(): Promise<number> {
  const store = await openStore();
  if (store !== null) await Promise.all(OLD_STORES.map((name) => caches.delete(name).catch(() => false)));
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
