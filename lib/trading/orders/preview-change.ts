import "server-only";
import { formatRounded } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { decide } from "@/lib/core/engine/decide";
import { findOrder, type PortfolioState } from "@/lib/core/engine/state/state";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { buildContext } from "@/lib/market/reference/build-context";
import type { OrderDto } from "@/lib/schemas/trading/trading-responses";
import { rejection } from "@/lib/trading/dto/respond-to-trader";
import { toOrderDto } from "@/lib/trading/dto/to-order-dto";
import { type OrderChanges, type OrderTarget, toAmendCommand } from "@/lib/trading/orders/change-order";

/** What a change of an open order would do. `after` is null where the order ends. Money in quote currency. */
type ChangePreview = {
  before: OrderDto;
  after: OrderDto | null;
  freeMargin: { before: string; after: string };
};

/** What an amendment would do, without making it. @throws AppError with the engine's reason, `not_found` */
export function previewAmendment(target: OrderTarget, changes: OrderChanges): Promise<ChangePreview> {
  return previewChange(target, toAmendCommand(target.orderId, changes));
}

/** What a cancellation would do, without making it. @throws AppError `order_not_open`, `not_found` */
export function previewCancellation(target: OrderTarget): Promise<ChangePreview> {
  return previewChange(target, { type: "cancel", orderId: target.orderId });
}

async function previewChange(
  { userId, portfolioId, orderId, isByProgram = false }: OrderTarget,
  command: Command,
): Promise<ChangePreview> {
  const { state } = await requireOwnPortfolio(userId, portfolioId);
  const order = findOrder(state, orderId);
  if (order === null) throw rejection({ reason: "order_not_open", state });
  const context = await buildContext([...new Set([order, ...state.positions].map(({ symbol }) => symbol))]);
  const decision = decide(state, command, { ...context, isByProgram });
  if (!decision.ok) throw rejection(decision);
  const after = findOrder(decision.state, orderId);
  const freeMarginOf = (of: PortfolioState) => formatRounded(context.rules.freeMargin(of, context));
  return {
    before: toOrderDto(portfolioId, order),
    after: after && toOrderDto(portfolioId, after),
    freeMargin: { before: freeMarginOf(state), after: freeMarginOf(decision.state) },
  };
}
