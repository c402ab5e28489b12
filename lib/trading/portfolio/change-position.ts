import "server-only";
import type { z } from "zod";
import { parseDecimal, parseMoney } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { REJECT_SENTENCES } from "@/lib/core/engine/orders/reject-reason";
import { stopTwaps } from "@/lib/db/queries/twaps";
import type {
  adjustMarginSchema,
  changePositionSchema,
  closePositionSchema,
  reversePositionSchema,
} from "@/lib/schemas/trading/trading";
import type { CloseAllResponse, OrderDto, TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { respondToTrader } from "@/lib/trading/dto/respond-to-trader";
import { stopChases } from "@/lib/trading/orders/manage-chases";
import { toStop } from "@/lib/trading/orders/place-order";
import { changePortfolio } from "@/lib/trading/portfolio/change-portfolio";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";

/** `isByProgram`: the request comes from one. */
type Target = { userId: string; symbol: string; isByProgram?: boolean };

/** Queues a market order that closes a fraction of the position; pass it to `startAttempt`. */
export async function closePosition(
  { userId, symbol, isByProgram = false }: Target,
  body: z.output<typeof closePositionSchema>,
): Promise<TradingResponse> {
  const { portfolioId, clientOrderId: orderId, side, fraction } = body;
  const command = {
    type: "close-position",
    symbol,
    side,
    fraction: parseDecimal(fraction),
    orderId,
  } as const;
  return respondToTrader(
    await commandPortfolio(portfolioId, command, [symbol], { ownerId: userId, isByProgram }),
    orderId,
  );
}

/** Queues a market order that closes the position and opens the opposite one; pass it to `startAttempt`. */
export async function reversePosition(
  { userId, symbol }: Target,
  body: z.output<typeof reversePositionSchema>,
): Promise<TradingResponse> {
  const { portfolioId, clientOrderId: orderId } = body;
  const command = { type: "reverse-position", symbol, orderId } as const;
  return respondToTrader(
    await commandPortfolio(portfolioId, command, [symbol], { ownerId: userId }),
    orderId,
  );
}

/**
 * Queues one closing market order for each position that can be closed; pass them to `startAttempt`.
 * `rejected` lists the others. @throws AppError with the first reason if none can be closed
 */
export async function closeAllPositions(input: {
  userId: string;
  portfolioId: string;
  clientOrderId: string;
}): Promise<CloseAllResponse & { queued: OrderDto[] }> {
  const { userId, portfolioId, clientOrderId: orderIdPrefix } = input;
  const command = { type: "close-all", orderIdPrefix } as const;
  // Their orders would open the positions again.
  await Promise.all([stopTwaps({ userId, portfolioId }), stopChases({ userId, portfolioId })]);
  const result = await commandPortfolio(portfolioId, command, "open", { ownerId: userId });
  const response = await respondToTrader(result, null);
  const queued = response.portfolio.orders.filter((order) => order.id.startsWith(`${orderIdPrefix}:`));
  return { ...response, queued, rejected: listRejected(result.events) };
}

function listRejected(events: readonly PortfolioEvent[]): CloseAllResponse["rejected"] {
  return events.flatMap((event) => {
    if (event.type !== "close-rejected") return [];
    const { symbol, reason } = event;
    return [{ symbol, reason, message: REJECT_SENTENCES[reason] }];
  });
}

/** Adds margin to an isolated position, or removes added margin. @throws AppError with the reason */
export async function adjustMargin(
  { userId, symbol }: Target,
  body: z.output<typeof adjustMarginSchema>,
): Promise<TradingResponse> {
  const { portfolioId, clientOrderId: requestId, side, amount } = body;
  const command = { type: "adjust-margin", symbol, side, amount: parseMoney(amount), requestId } as const;
  return respondToTrader(await changePortfolio(portfolioId, command, [symbol], { ownerId: userId }), null);
}

/**
 * Sets leverage, stop-loss and take-profit of a position (or the leverage of a flat symbol), all or nothing.
 */
export async function changePosition(
  { userId, symbol }: Target,
  body: z.output<typeof changePositionSchema>,
): Promise<TradingResponse> {
  const { portfolioId, side, stopLoss, takeProfit, leverage } = body;
  const commands: Command[] = [];
  if (leverage !== undefined) {
    const replacesStop = stopLoss !== undefined;
    commands.push({ type: "set-leverage", symbol, leverage: parseDecimal(leverage), replacesStop });
  }
  if (stopLoss !== undefined || takeProfit !== undefined) {
    commands.push({
      type: "set-position-stops",
      symbol,
      side,
      ...(stopLoss !== undefined && { stopLoss: stopLoss && toStop(stopLoss) }),
      ...(takeProfit !== undefined && { takeProfit: takeProfit && toStop(takeProfit) }),
    });
  }
  return respondToTrader(await changePortfolio(portfolioId, commands, [symbol], { ownerId: userId }), null);
}
