import "server-only";
import {
  type APIResponseV3,
  type KlineIntervalV3,
  type LinearInverseInstrumentInfoV5,
  RestClientV5,
  type RiskLimitV5,
} from "bybit-api";
import { z } from "zod";
import type { Interval } from "@/lib/core/candle-interval";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";
import type { RiskLimits } from "@/lib/market/reference/risk-limits-schema";
import { AppError } from "@/lib/schemas/api-error";
import {
  type CandleDto,
  candleSchema,
  type InstrumentDto,
  instrumentSchema,
} from "@/lib/schemas/market/market";

/** Timeout of one request, in ms. The client's own timeout is five minutes. */
const TIMEOUT_MS = 5_000;
const PAGE_SIZE = 1_000;
const decimalText = z.string().regex(/^\d+(\.\d+)?$/);
const priceRatiosSchema = z.object({
  riskParameters: z.object({ priceLimitRatioX: decimalText, priceLimitRatioY: decimalText }),
});
/** [startMs, open, high, low, close] */
const priceCandleSchema = z.tuple([z.number().int(), decimalText, decimalText, decimalText, decimalText]);
export type PriceCandle = z.infer<typeof priceCandleSchema>;
const MAX_PAGES = 10;
const MAX_TIER_PAGES = 200;

function getClient(): RestClientV5 {
  return getProcessSingleton("venue-rest", () => {
    return new RestClientV5({ baseUrl: getEnv().BYBIT_REST_URL }, { timeout: TIMEOUT_MS });
  });
}

/**
 * Unpacks the venue's response; its rejections have HTTP status 200.
 *
 * @throws AppError `venue_unavailable` for any failure, so that the caller can use stored data
 */
async function ask<T>(
  what: string,
  request: Promise<APIResponseV3<T>>,
): Promise<{ result: T; timeMs: number }> {
  let response: APIResponseV3<T>;
  try {
    response = await request;
  } catch (error) {
    // The client rejects with a plain object.
    const { code, message } = error as { code?: unknown; message?: unknown };
    throw new AppError("venue_unavailable", `No ${what} from the exchange at the moment. Try again.`, {
      cause: String(code ?? message ?? "unknown"),
    });
  }
  if (response.retCode !== 0) {
    throw new AppError(
      "venue_unavailable",
      `The exchange rejected a request (${what}): ${response.retMsg}.`,
      {
        retCode: response.retCode,
      },
    );
  }
  return { result: response.result, timeMs: Number((response as { time?: number }).time ?? Date.now()) };
}

/** The venue's clock, ms. @throws AppError `venue_unavailable` */
export async function fetchVenueMs(): Promise<number> {
  return (await ask("time", getClient().getServerTime())).timeMs;
}

/**
 * Candles from the venue, oldest first, including the open one, with the venue's clock at the response in ms.
 * All of them start at or before `endMs`.
 */
export async function fetchCandles(query: {
  symbol: string;
  interval: Interval;
  endMs?: number;
  limit: number;
}): Promise<{ candles: CandleDto[]; timeMs: number }> {
  const { result, timeMs } = await ask(
    "candles",
    getClient().getKline({
      category: "linear",
      symbol: query.symbol,
      interval: query.interval as KlineIntervalV3,
      limit: query.limit,
      ...(query.endMs !== undefined && { end: query.endMs }),
    }),
  );
  const candles = result.list.map(([start, open, high, low, close, volume, turnover]) =>
    candleSchema.parse({ startMs: Number(start), open, high, low, close, volume, turnover }),
  );
  // The venue sends the newest first.
  return { candles: candles.reverse(), timeMs };
}

/** The venue's USDT perpetuals, traded and announced ones. */
export async function fetchInstruments(): Promise<InstrumentDto[]> {
  const lists = await Promise.all([listRows("Trading"), listRows("PreLaunch")]);
  const parsed = lists.flat().filter(isOurs).map(readInstrument);
  const unread = parsed.filter(({ success }) => !success).length;
  // One malformed row must not hide the others.
  if (unread > 0) reportError("instruments-not-readable", `${unread} of ${parsed.length} contracts`);
  return parsed.flatMap(({ data }) => data ?? []);
}

type Row = LinearInverseInstrumentInfoV5;

/** Reads every page of the list: a page has 500 contracts by default, and there are some 900. */
async function listRows(status: "Trading" | "PreLaunch"): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { result } = await ask(
      "instruments",
      getClient().getInstrumentsInfo({
        category: "linear",
        limit: PAGE_SIZE,
        status,
        ...(cursor && { cursor }),
      }),
    );
    rows.push(...result.list);
    // The cursor is already escaped; the client would escape it again.
    cursor = result.nextPageCursor ? decodeURIComponent(result.nextPageCursor) : undefined;
    if (!cursor) return rows;
  }
  throw new AppError("venue_unavailable", "The exchange's list of instruments does not end.");
}

/** The list also contains dated contracts and those quoted in USDC. */
function isOurs(row: Row): boolean {
  return row.contractType === "LinearPerpetual" && row.quoteCoin === "USDT";
}

function readInstrument(row: Row) {
  return instrumentSchema.safeParse({
    symbol: row.symbol,
    baseCoin: row.baseCoin,
    quoteCoin: row.quoteCoin,
    // Missing in the client's types.
    name: (row as { fullName?: string }).fullName ?? "",
    status: row.status,
    priceScale: Number(row.priceScale),
    tickSize: row.priceFilter.tickSize,
    qtyStep: row.lotSizeFilter.qtyStep,
    minOrderQty: row.lotSizeFilter.minOrderQty,
    maxOrderQty: row.lotSizeFilter.maxOrderQty,
    maxMarketQty: row.lotSizeFilter.maxMktOrderQty,
    minNotional: row.lotSizeFilter.minNotionalValue ?? "0",
    maxLeverage: row.leverageFilter.maxLeverage,
    fundingMinutes: row.fundingInterval,
    launchMs: Number(row.launchTime),
  });
}

/** How far a tier's initial margin × leverage may be from 1: the venue truncates its rates. */
const TIER_TOLERANCE = 0.05;

type TierRow = RiskLimitV5;

/**
 * The venue's risk tiers and price limit ratios of each symbol, ascending. A symbol with a tier whose initial
 * margin does not fit its leverage (percent instead of fractions) is left out and listed in `rejected`.
 */
export async function fetchRiskLimits(): Promise<{ limits: RiskLimits[]; rejected: string[] }> {
  const [tiers, instruments] = await Promise.all([listTiers(), listRows("Trading")]);
  const limits: RiskLimits[] = [];
  const rejected: string[] = [];
  for (const row of instruments.filter(isOurs)) {
    const { symbol } = row;
    const steps = (tiers.get(symbol) ?? []).sort(
      (a, b) => Number(a.riskLimitValue) - Number(b.riskLimitValue),
    );
    const misfit = steps.find(
      (step) => Math.abs(Number(step.initialMargin) * Number(step.maxLeverage) - 1) > TIER_TOLERANCE,
    );
    const isReadable = steps.every(({ riskLimitValue, maintenanceMargin, maxLeverage }) =>
      [riskLimitValue, maintenanceMargin, maxLeverage].every(
        (text) => decimalText.safeParse(String(text)).success,
      ),
    );
    if (steps.length === 0 || misfit || !isReadable) {
      rejected.push(
        `${symbol}: ${misfit ? `${misfit.initialMargin} at ${misfit.maxLeverage}x` : "no usable tiers"}`,
      );
      continue;
    }
    limits.push({ symbol, tiers: steps.map(readTier), priceLimit: readPriceLimit(row) });
  }
  return { limits, rejected };
}

/** All tiers by symbol; a page has fifteen symbols. */
async function listTiers(): Promise<Map<string, TierRow[]>> {
  const bySymbol = new Map<string, TierRow[]>();
  let cursor: string | undefined;
  for (let page = 0; page < MAX_TIER_PAGES; page += 1) {
    const { result } = await ask(
      "risk limits",
      getClient().getRiskLimit({ category: "linear", ...(cursor && { cursor }) }),
    );
    for (const row of result.list) {
      const steps = bySymbol.get(row.symbol) ?? [];
      steps.push(row);
      bySymbol.set(row.symbol, steps);
    }
    // Missing in the client's types.
    const { nextPageCursor } = result as { nextPageCursor?: string };
    cursor = nextPageCursor ? decodeURIComponent(nextPageCursor) : undefined;
    if (!cursor) return bySymbol;
  }
  throw new AppError("venue_unavailable", "The exchange's list of risk limits does not end.");
}

function readTier(row: { riskLimitValue: unknown; maintenanceMargin: unknown; maxLeverage: unknown }) {
  return {
    limit: String(row.riskLimitValue),
    maintenanceRate: String(row.maintenanceMargin),
    maxLeverage: String(row.maxLeverage),
  };
}

/** Null when the venue doesn't send them; they are missing in the client's types. */
function readPriceLimit(row: unknown): RiskLimits["priceLimit"] {
  const parsed = priceRatiosSchema.safeParse(row);
  if (!parsed.success) return null;
  const { priceLimitRatioX: x, priceLimitRatioY: y } = parsed.data.riskParameters;
  return { x, y };
}

/** The funding rate that the venue settled at `fundingMs`, with its mark then; null when there is none. */
export async function fetchFundingRate(
  symbol: string,
  fundingMs: number,
): Promise<{ rate: string; mark: string | null } | null> {
  const window = { symbol, startTime: fundingMs - 1_000, endTime: fundingMs + 1_000, limit: 1 };
  const rates = await ask("funding", getClient().getFundingRateHistory({ category: "linear", ...window }));
  const row = rates.result.list.find((one) => Number(one.fundingRateTimestamp) === fundingMs);
  if (row === undefined) return null;
  const marks = await ask(
    "mark price",
    getClient().getMarkPriceKline({
      category: "linear",
      symbol,
      interval: "1",
      start: fundingMs,
      end: fundingMs,
      limit: 1,
    }),
  );
  return { rate: row.fundingRate, mark: marks.result.list[0]?.[1] ?? null };
}

/** Open, high, low and close of the mark or index price, oldest first; all of them start at or before `endMs`. */
export async function fetchPriceCandles(query: {
  of: "mark" | "index";
  symbol: string;
  interval: Interval;
  endMs: number;
}): Promise<PriceCandle[]> {
  const { of, symbol, interval, endMs } = query;
  const wanted = {
    category: "linear",
    symbol,
    interval: interval as KlineIntervalV3,
    end: endMs,
    limit: PAGE_SIZE,
  } as const;
  const client = getClient();
  const { result } = await ask(
    `${of} price`,
    of === "mark" ? client.getMarkPriceKline(wanted) : client.getIndexPriceKline(wanted),
  );
  const rows = result.list.map(([start, open, high, low, close]) =>
    priceCandleSchema.parse([Number(start), open, high, low, close]),
  );
  return rows.reverse();
}

/** Settled funding rates of a symbol up to `endMs`, newest first, at most 200. */
export async function fetchFundingHistory(
  symbol: string,
  endMs: number,
): Promise<{ rate: string; atMs: number }[]> {
  const { result } = await ask(
    "funding history",
    getClient().getFundingRateHistory({ category: "linear", symbol, endTime: endMs, limit: 200 }),
  );
  return result.list.map(({ fundingRate, fundingRateTimestamp }) => ({
    rate: fundingRate,
    atMs: Number(fundingRateTimestamp),
  }));
}

/** Levels a side that the venue's REST sends at most. */
const DEEP_LEVELS = 500;
const levelsSchema = z.array(z.tuple([decimalText, decimalText]));

/** The order book with many levels, best first. @throws AppError `venue_unavailable` */
export async function fetchDeepBook(
  symbol: string,
): Promise<{ bids: [string, string][]; asks: [string, string][]; atMs: number }> {
  const { result } = await ask(
    "order book",
    getClient().getOrderbook({ category: "linear", symbol, limit: DEEP_LEVELS }),
  );
  return { bids: levelsSchema.parse(result.b), asks: levelsSchema.parse(result.a), atMs: Number(result.ts) };
}
