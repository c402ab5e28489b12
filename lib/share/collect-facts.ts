import "server-only";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { findFill } from "@/lib/db/queries/trades";
import { getEnv } from "@/lib/infra/env/env";
import { buildHeatmap } from "@/lib/journal/build-heatmap";
import { listEntries } from "@/lib/journal/list-entries";
import { AppError } from "@/lib/schemas/api-error";
import type { ShareBody, ShareFacts } from "@/lib/schemas/sharing/share";
import type { FillDto } from "@/lib/schemas/trading/trading-responses";

/** The recorded facts that a link may show of a user's own fill or day. @throws AppError `not_found` */
export function collectFacts(userId: string, request: ShareBody): Promise<ShareFacts> {
  return request.kind === "fill" ? collectFill(userId, request) : collectDay(userId, request.day);
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
  const slippageBps = formatSlippage(fill);
  return { kind: "fill", market, symbol, side, qty, price, slippageBps, latencyMs, realised, at };
}

/** Distance from the middle of the book, in basis points; positive against the trader. */
function formatSlippage({ midPrice, price, side }: FillDto): string | null {
  if (midPrice === null) return null;
  const distance = (Number(price) / Number(midPrice) - 1) * 10_000;
  return (side === "buy" ? distance : -distance).toFixed(2);
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
