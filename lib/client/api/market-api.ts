import { readMarketId } from "@/lib/client/market-id";
import type { Interval } from "@/lib/core/candle-interval";
import type { CandleDto } from "@/lib/schemas/market/market";

/**
 * A failed request. `code` is the API's, and the message its sentence for the user; or `offline`, `unreadable` or
 * `session_over`, which the page explains (`explain-error.ts`).
 */
export class RequestError extends Error {
  override readonly name = "RequestError";

  constructor(
    readonly code: string,
    message: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(message);
  }
}

/**
 * One page of candles, oldest first. `end`: no older history exists. `isOpenMissing`: the venue does not
 * respond and the newest stored candle replaces the open one.
 */
export type CandlesResponse = {
  symbol: string;
  interval: Interval;
  candles: CandleDto[];
  serverTimeMs: number;
  end: boolean;
  isOpenMissing: boolean;
};

/** Turns an error response into a `RequestError` with its reason. */
export async function readRejection(response: Response): Promise<RequestError> {
  const body: unknown = await response.json().catch(() => null);
  if (isErrorBody(body)) return new RequestError(body.error.code, body.error.message, body.error.details);
  return new RequestError("unreadable", `The server responded with status ${response.status}.`);
}

/** Parsed by hand: a schema would load the whole validation library into the page. */
function isErrorBody(
  body: unknown,
): body is { error: { code: string; message: string; details?: Record<string, unknown> } } {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  if (typeof error !== "object" || error === null || !("code" in error) || !("message" in error))
    return false;
  return typeof error.code === "string" && typeof error.message === "string";
}

/** One request to our API. Throws `RequestError`, or the abort reason of the signal. */
export async function requestJson<T>(url: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers: { accept: "application/json", ...init.headers } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestError("offline", "The server could not be reached. Check the connection.");
  }
  if (!response.ok) throw await readRejection(response);
  return (await response.json()) as T;
}

/** One read from our API. Throws `RequestError`, or the abort reason of `signal`. */
export function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  return requestJson<T>(url, { signal });
}

/** Parameters of one page of candles; `beforeMs` is exclusive, `limit` at most 1000. */
export type CandlesQuery = { symbol: string; interval: Interval; limit: number; beforeMs?: number };

/** One page of candles. Throws `RequestError`, or the abort reason of `signal`. */
export function fetchCandlePage(query: CandlesQuery, signal?: AbortSignal): Promise<CandlesResponse> {
  const search = new URLSearchParams({
    symbol: query.symbol,
    interval: query.interval,
    limit: String(query.limit),
  });
  if (query.beforeMs !== undefined) search.set("beforeMs", String(query.beforeMs));
  const market = readMarketId();
  if (market !== null) search.set("market", market);
  return getJson(`/api/candles?${search}`, signal);
}

/** The server's clock, in ms. Throws `RequestError`. */
export async function fetchServerTimeMs(signal?: AbortSignal): Promise<number> {
  const time = await getJson<{ serverTimeMs: number }>("/api/time", signal);
  return time.serverTimeMs;
}
