import "server-only";
import type { z } from "zod";
import { formatDecimal, parsePrice, parseQty } from "@/lib/core/decimal";
import { REJECT_SENTENCES } from "@/lib/core/engine/orders/reject-reason";
import {
  type ChaseProblem,
  calculateChaseLimit,
  chaseOrderId,
  findChaseProblem,
} from "@/lib/core/order-groups/plan-chase";
import { insertChase, removeChase } from "@/lib/db/queries/chases";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { buildContext } from "@/lib/market/reference/build-context";
import { waitForMarket } from "@/lib/market/reference/wait-for-market";
import { followSymbols } from "@/lib/market/stream/follow-symbols";
import { AppError } from "@/lib/schemas/api-error";
import type { orderGroupSchema } from "@/lib/schemas/trading/trading";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { respondToTrader, respondWithState } from "@/lib/trading/dto/respond-to-trader";
import { readBestPrice, submitChase } from "@/lib/trading/orders/step-chase";

type Body = Extract<z.output<typeof orderGroupSchema>, { kind: "chase" }>;

/** Active chases of one portfolio. */
const MAX_ACTIVE = 10;
/** How long the first book of a symbol that no page shows is awaited, ms. */
const BOOK_WAIT_MS = 2_000;

const SENTENCES = {
  duration: "A chase takes 1 to 1440 minutes.",
  distance: "The distance must be a multiple of the tick, and smaller than the price.",
  qty_off_step: "The size must be a multiple of the quantity step.",
  too_small: "The size is below the smallest order.",
} as const satisfies Record<ChaseProblem, string>;

/**
 * Stores a chase and places its limit order; `sweepChases` moves it. Idempotent by `clientOrderId`.
 *
 * @throws AppError `not_found`, `market_data_stale`, `bad_request`, `too_many_open_orders`, `client_order_id_reused`,
 * `portfolio_archived`, or why the order is rejected
 */
export async function startChase(userId: string, body: Body): Promise<TradingResponse> {
  const { portfolioId, clientOrderId: id, symbol, side, qty, distance, minutes, reduceOnly } = body;
  const { state, isArchived } = await requireOwnPortfolio(userId, portfolioId);
  if (isArchived && !reduceOnly) {
    throw new AppError("portfolio_archived", "This portfolio is archived. Restore it to trade in it.");
  }
  await followSymbols([symbol]);
  const instrument = (await buildContext([symbol])).instruments.get(symbol);
  if (instrument === undefined) throw new AppError("not_found", "There is no such market.");
  await waitForMarket(symbol, ({ book }) => book !== null, BOOK_WAIT_MS);
  const best = await readBestPrice(symbol, side);
  if (best === null) throw new AppError("market_data_stale", REJECT_SENTENCES.market_data_stale);
  const terms = { side, qty: parseQty(qty), distance: parsePrice(distance), minutes };
  const problem = findChaseProblem(terms, best, instrument);
  if (problem !== null) throw new AppError("bad_request", SENTENCES[problem]);
  const startMs = Date.now();
  const chase = {
    portfolioId,
    id,
    epoch: state.epoch,
    symbol,
    side,
    qty,
    reduceOnly,
    leverage: body.leverage ?? null,
    distance,
    limitPrice: formatDecimal(calculateChaseLimit(side, best, terms.distance)),
    startsAt: new Date(startMs),
    endsAt: new Date(startMs + minutes * 60_000),
  };
  const outcome = await insertChase(chase, MAX_ACTIVE);
  if (outcome === "known") return respondWithState(state, chaseOrderId(id));
  if (outcome === "reused") {
    const message = `clientOrderId ${id} was already used for another chase.`;
    throw new AppError("client_order_id_reused", message);
  }
  if (outcome === "full") {
    throw new AppError("too_many_open_orders", "At most 10 chases run in one portfolio.");
  }
  const result = await submitChase(chase, best, userId);
  if (!result.ok) await removeChase(chase);
  return respondToTrader(result, chaseOrderId(id));
}
