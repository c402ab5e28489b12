import "server-only";
import type { z } from "zod";
import { parseQty } from "@/lib/core/decimal";
import { REJECT_SENTENCES } from "@/lib/core/engine/orders/reject-reason";
import { findTwapProblem, type TwapProblem } from "@/lib/core/order-groups/plan-twap";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { insertTwap } from "@/lib/db/queries/twaps";
import { buildContext } from "@/lib/market/reference/build-context";
import { followSymbols } from "@/lib/market/stream/follow-symbols";
import { AppError } from "@/lib/schemas/api-error";
import type { orderGroupSchema } from "@/lib/schemas/trading/trading";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { respondWithState } from "@/lib/trading/dto/respond-to-trader";

type Body = Extract<z.output<typeof orderGroupSchema>, { kind: "twap" }>;

/** Active TWAPs of one portfolio. */
const MAX_ACTIVE = 20;

const SENTENCES = {
  count: "A TWAP has 2 to 200 orders.",
  duration: "A TWAP takes 1 to 1440 minutes.",
  gap_too_short: "There must be at least 5 s between two orders.",
  qty_off_step: "The size must be a multiple of the quantity step.",
  orders_too_small: "The size is too small for so many orders.",
} as const satisfies Record<TwapProblem, string>;

/**
 * Stores a TWAP; `sweepTwaps` sends its orders. Idempotent by `clientOrderId`.
 *
 * @throws AppError `not_found`, `portfolio_locked`, `portfolio_archived`, `market_data_stale`, `bad_request`, `too_many_open_orders`,
 * `client_order_id_reused`
 */
export async function startTwap(userId: string, body: Body): Promise<TradingResponse> {
  const { portfolioId, clientOrderId, symbol, side, qty, count, minutes, reduceOnly, leverage } = body;
  const { state, isArchived } = await requireOwnPortfolio(userId, portfolioId);
  if (isArchived && !reduceOnly) {
    throw new AppError("portfolio_archived", "This portfolio is archived. Restore it to trade in it.");
  }
  if (state.lock !== null) throw new AppError("portfolio_locked", REJECT_SENTENCES.portfolio_locked);
  await followSymbols([symbol]);
  const context = await buildContext([symbol]);
  const [instrument, market] = [context.instruments.get(symbol), context.markets.get(symbol)];
  if (instrument === undefined) throw new AppError("not_found", "There is no such market.");
  if (market === undefined) throw new AppError("market_data_stale", REJECT_SENTENCES.market_data_stale);
  const startMs = Date.now();
  const terms = { qty: parseQty(qty), count, startMs, endMs: startMs + minutes * 60_000 };
  const problem = findTwapProblem(terms, market.last, instrument);
  if (problem !== null) throw new AppError("bad_request", SENTENCES[problem]);
  const twap = {
    portfolioId,
    id: clientOrderId,
    epoch: state.epoch,
    symbol,
    side,
    qty,
    reduceOnly,
    leverage: leverage ?? null,
    count,
    startsAt: new Date(startMs),
    endsAt: new Date(terms.endMs),
  };
  const outcome = await insertTwap(twap, MAX_ACTIVE);
  if (outcome === "reused") {
    const message = `clientOrderId ${clientOrderId} was already used for another TWAP.`;
    throw new AppError("client_order_id_reused", message);
  }
  if (outcome === "full") {
    throw new AppError("too_many_open_orders", "At most 20 TWAPs run in one portfolio.");
  }
  return respondWithState(state, null);
}
