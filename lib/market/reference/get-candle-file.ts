import "server-only";
import { formatDecimal, parseDecimal } from "@/lib/core/decimal";
import { findCandleFile, storeCandleFile } from "@/lib/db/market/candle-files";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { SharedResponses } from "@/lib/infra/shared-responses";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { type CandleColumns, type CandleRow, toColumns } from "@/lib/lab/candles/candle-columns";
import {
  encodeCandles,
  encodeMarks,
  type FilePart,
  type FundingRate,
  findPart,
  joinParts,
} from "@/lib/lab/candles/candle-file";
import type { Period } from "@/lib/lab/candles/list-periods";
import { fetchCandles, fetchFundingHistory, fetchPriceCandles } from "@/lib/market/venue/venue-rest";
import { AppError } from "@/lib/schemas/api-error";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const MINUTE_MS = 60_000;
/** The venue's largest page of candles. */
const PAGE = 1_000;
/** Pages that are requested at once. */
const CONCURRENT = 4;
type Market = Pick<InstrumentDto, "symbol" | "tickSize" | "qtyStep">;

/**
 * A part of the file of a period that has ended: stored, or built from the venue's candles. All concurrent
 * callers share one building. @throws AppError `venue_unavailable`, `not_found` without candles
 */
export async function getCandleFile(
  instrument: Market,
  period: Period,
  part: FilePart,
): Promise<Uint8Array<ArrayBuffer>> {
  const building = getProcessSingleton(
    "candle-files",
    () => new SharedResponses<Uint8Array<ArrayBuffer>>({ forMs: 0 }),
  );
  const key = `${instrument.symbol} ${period.name}`;
  const file = await building.get(key, () => findOrBuild(instrument, period));
  const bytes = findPart(file, part);
  if (bytes === null) throw new Error(`The file of ${key} has no ${part}.`);
  return bytes;
}

async function findOrBuild(instrument: Market, period: Period): Promise<Uint8Array<ArrayBuffer>> {
  const key = { venue: getEnv().MARKET_ID, symbol: instrument.symbol, period: period.name };
  const stored = await findCandleFile(key);
  if (stored !== null && findPart(stored, "candles") !== null) return stored;
  const bytes = await build(instrument, period);
  await storeCandleFile(key, bytes).catch((error) => reportError("candle-file-not-stored", error, key));
  return bytes;
}

async function build(
  { symbol, tickSize, qtyStep }: Market,
  period: Period,
): Promise<Uint8Array<ArrayBuffer>> {
  const ends = listPageEnds(period);
  const query = { symbol, interval: "1" as const };
  const rows = await collectPages(ends, async (endMs) => {
    const { candles } = await fetchCandles({ ...query, endMs, limit: PAGE });
    return candles.map(toRow);
  });
  const inside = rows.filter(({ time }) => time >= period.fromMs && time < period.toMs);
  if (inside.length === 0) {
    throw new AppError("not_found", `There are no candles of ${symbol} in ${period.name}.`);
  }
  const columns = toColumns(inside);
  const marks = await collectPages(ends, (endMs) => fetchPriceCandles({ ...query, of: "mark", endMs }));
  const mark = alignMarks(columns, marks);
  const funding = await listFunding(symbol, period);
  const decimals = { price: countDecimals(tickSize), volume: countDecimals(qtyStep) };
  return joinParts(
    encodeCandles(columns, decimals),
    encodeMarks({ startMs: columns.startMs, mark, funding }, decimals.price),
  );
}

/** The last instant of each page, so that the pages cover the period. */
function listPageEnds({ fromMs, toMs }: Period): number[] {
  const ends: number[] = [];
  for (let endMs = toMs - 1; endMs >= fromMs; endMs -= PAGE * MINUTE_MS) ends.push(endMs);
  return ends;
}

async function collectPages<T>(
  ends: readonly number[],
  fetchPage: (endMs: number) => Promise<T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (let from = 0; from < ends.length; from += CONCURRENT) {
    const pages = await Promise.all(ends.slice(from, from + CONCURRENT).map(fetchPage));
    for (const page of pages) for (const row of page) all.push(row);
  }
  return all;
}

function toRow(candle: {
  startMs: number;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
}): CandleRow {
  return {
    time: candle.startMs,
    open: Number(candle.open),
    high: Number(candle.high),
    low: Number(candle.low),
    close: Number(candle.close),
    volume: Number(candle.volume),
  };
}

/** The mark at each minute's end; the last price where the venue has none. */
function alignMarks(
  { startMs, close }: CandleColumns,
  marks: readonly (readonly [startMs: number, ...prices: string[]])[],
): Float64Array {
  const mark = close.slice();
  for (const [atMs, , , , last] of marks) {
    const index = (atMs - startMs) / MINUTE_MS;
    if (index >= 0 && index < mark.length) mark[index] = Number(last);
  }
  return mark;
}

async function listFunding(symbol: string, { fromMs, toMs }: Period): Promise<FundingRate[]> {
  const settled = await fetchFundingHistory(symbol, toMs - 1);
  return settled
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    .map(({ atMs, rate }) => ({ atMs, rate: Number(rate) }))
    .sort((a, b) => a.atMs - b.atMs);
}

function countDecimals(step: string): number {
  return formatDecimal(parseDecimal(step)).split(".")[1]?.length ?? 0;
}
