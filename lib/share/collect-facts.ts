import "server-only";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { findFill } from "@/lib/db/queries/trades";
import { getEnv } from "@/lib/infra/env/env";
import { buildHeatmap } from "@/lib/journal/build-heatmap";
import { listEntries } from "@/lib/journal/list-entries";
import { measureJournal } from "@/lib/journal/measure-journal";
import { readEntry } from "@/lib/journal/read-entry";
import { AppError } from "@/lib/schemas/api-error";
import { MAX_LINE, type ShareBody, type ShareFacts } from "@/lib/schemas/sharing/share";
import { calculateSlippageBps } from "@/lib/schemas/trading/calculate-slippage-bps";

/** The recorded facts that a link may show of what is a user's own. @throws AppError `not_found` */
export function collectFacts(userId: string, request: ShareBody): Promise<ShareFacts> {
  switch (request.kind) {
    case "fill":
      return collectFill(userId, request);
    case "day":
      return collectDay(userId, request.day);
    case "trade":
      return collectTrade(userId, request.entryId);
    case "curve":
      return collectCurve(userId, request.portfolioId);
    default:
      return rejectUnknown(request);
  }
}

async function collectTrade(userId: string, entryId: string): Promise<ShareFacts> {
  const entry = await readEntry(userId, entryId);
  const { symbol, side, qty, entryPrice, exitPrice, leverage, net, openedAt, closedAt, candles } = entry;
  const margin = (Number(qty) * Number(entryPrice)) / Number(leverage);
  const [first, last] = [candles[0]?.startMs ?? 0, candles.at(-1)?.startMs ?? 0];
  const partOf = (instant: string) =>
    Math.min(1, Math.max(0, (Date.parse(instant) - first) / (last - first || 1)));
  return {
    kind: "trade",
    market: getEnv().MARKET_NAME,
    symbol,
    side,
    entry: entryPrice,
    exit: exitPrice,
    net,
    openedAt,
    closedAt,
    ...(margin > 0 && { roi: (Number(net) / margin).toFixed(6) }),
    line: thin(candles.map(({ close }) => Number(close))),
    entryAt: partOf(openedAt),
    exitAt: partOf(closedAt),
  };
}

async function collectCurve(userId: string, portfolioId: string | undefined): Promise<ShareFacts> {
  if (portfolioId !== undefined) await requireOwnPortfolio(userId, portfolioId);
  const { curve, net, count } = await measureJournal(userId, { portfolioId });
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined) throw new AppError("not_found", "No trade is closed yet.");
  return {
    kind: "curve",
    market: getEnv().MARKET_NAME,
    from: first.at,
    to: last.at,
    net,
    closed: count,
    line: thin([0, ...curve.map((point) => Number(point.net))]),
  };
}

/** Evenly chosen values, the first and the last one among them. */
function thin(values: readonly number[]): number[] {
  if (values.length <= MAX_LINE) return [...values];
  const step = (values.length - 1) / (MAX_LINE - 1);
  return Array.from({ length: MAX_LINE }, (_, index) => values[Math.round(index * step)] ?? 0);
}

function rejectUnknown(request: never): never {
  throw new Error(`Unknown share ${JSON.stringify(request)}.`);
}

async function collectFill(
  userId: string,
  request: Extract<ShareBody, { kind: "fill" }>,
): Promise<ShareFacts> {
  await requireOwnPortfolio(userId, request.portfolioId);
  const fill = await findFill(request.portfolioId, request);
  if (!fill) throw new AppError("not_found", "There is no such fill.");
  const { symbol, side, qty, price, latencyMs, at } = fill;
  const realised = Number(fill.realised) === 0 ? null : fill.realised;
  const market = getEnv().MARKET_NAME;
  const slippageBps = calculateSlippageBps(fill)?.toFixed(2) ?? null;
  return { kind: "fill", market, symbol, side, qty, price, slippageBps, latencyMs, realised, at };
}

async function collectDay(userId: string, day: string): Promise<ShareFacts> {
  const { zone, months } = await buildHeatmap(userId, { year: Number(day.slice(0, 4)) });
  const found = months
    .flatMap(({ weeks }) => weeks.flatMap(({ days }) => days))
    .find((one) => one.day === day);
  if (!found || found.closed === 0) throw new AppError("not_found", "No trade was closed on that day.");
  const { entries, nextCursor } = await listEntries(userId, { from: day, to: day, zone, limit: 200 });
  const won = nextCursor === null ? entries.filter(({ net }) => Number(net) > 0).length : null;
  const { net, closed } = found;
  return { kind: "day", market: getEnv().MARKET_NAME, day, zone, net, closed, won };
}
