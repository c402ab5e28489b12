import "server-only";
import type { z } from "zod";
import { formatPrice, formatRounded, type Money, notional, sub } from "@/lib/core/decimal";
import { type OrderSimulation, simulateOrder } from "@/lib/core/engine/orders/simulate-order";
import {
  calculateSimulationFigures,
  type SimulationFigures,
} from "@/lib/core/engine/orders/simulation-figures";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { buildContext } from "@/lib/market/reference/build-context";
import { followSymbols } from "@/lib/market/stream/follow-symbols";
import { findTradedPosition } from "@/lib/schemas/trading/find-traded-position";
import type { OrderPreview } from "@/lib/schemas/trading/order-preview";
import type { placeOrderSchema } from "@/lib/schemas/trading/trading";
import { rejection } from "@/lib/trading/dto/respond-to-trader";
import { toPortfolioDto } from "@/lib/trading/dto/to-portfolio-dto";
import { toOrderRequest } from "@/lib/trading/orders/place-order";
import { loadFacts } from "@/lib/trading/portfolio/load-facts";

type Simulated = Extract<OrderSimulation, { ok: true }>;

/**
 * What an order of a program would do at the present market, without placing it: the figures of the order form, from the same
 * decision as a real order's. @throws AppError with the engine's reason, `not_found`
 */
export async function previewOrder(
  userId: string,
  body: z.output<typeof placeOrderSchema>,
): Promise<OrderPreview> {
  const { state } = await requireOwnPortfolio(userId, body.portfolioId);
  await followSymbols([body.symbol]);
  const held = state.positions.map(({ symbol }) => symbol);
  const market = await buildContext([...new Set([body.symbol, ...held])]);
  const context = { ...market, isByProgram: true };
  const result = simulateOrder(state, toOrderRequest(body), context);
  if (!result.ok) throw rejection({ reason: result.reason, state });
  const facts = await loadFacts(state);
  const before = toPortfolioDto(state, facts, context);
  const after = toPortfolioDto(result.state, facts, context);
  return {
    outcome: findOutcome(result),
    ...formatFigures(result, calculateSimulationFigures(state, result, context)),
    freeMargin: { before: before.freeMargin, after: after.freeMargin },
    positionAfter: findTradedPosition(after, result.accepted),
  };
}

function findOutcome({ accepted, open, fills }: Simulated): OrderPreview["outcome"] {
  if (open !== null) return fills.length > 0 ? "fills_in_part_and_rests" : "rests";
  return fills.reduce((filled, { qty }) => filled + qty, 0n) < accepted.qty ? "fills_in_part" : "fills";
}

function formatFigures({ accepted }: Simulated, figures: SimulationFigures) {
  const { filled, entry, fee, leverage, margin, lossAtStop, profitAtTarget, headroom } = figures;
  const price = entry === null ? null : formatPrice(entry);
  const afterStop = (amount: Money | null) =>
    formatMoney(amount === null || lossAtStop === null ? null : sub(amount, lossAtStop));
  return {
    symbol: accepted.symbol,
    side: accepted.side,
    kind: accepted.kind,
    qty: formatRounded(accepted.qty),
    fills: { qty: formatRounded(filled), averagePrice: filled > 0n ? price : null },
    expectedPrice: price,
    value: formatMoney(entry === null ? null : notional(entry, accepted.qty)),
    fee: formatRounded(fee),
    leverage: formatRounded(leverage),
    margin: formatRounded(margin),
    lossAtStop: formatMoney(lossAtStop),
    profitAtTarget: formatMoney(profitAtTarget),
    headroom: headroom && {
      today: formatMoney(headroom.today),
      overall: formatMoney(headroom.overall),
      todayAfterStop: afterStop(headroom.today),
      overallAfterStop: afterStop(headroom.overall),
    },
  };
}

function formatMoney(amount: Money | null): string | null {
  return amount === null ? null : formatRounded(amount);
}
