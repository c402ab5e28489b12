import "server-only";
import type { z } from "zod";
import { parseDecimal, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { StopRequest } from "@/lib/core/engine/order";
import type { placeOrderSchema } from "@/lib/schemas/trading";
import type { TradingAnswer } from "@/lib/schemas/trading-answers";
import { answerTrader } from "@/lib/trading/answer-trader";
import { commandPortfolio } from "@/lib/trading/command-portfolio";

type Body = z.output<typeof placeOrderSchema>;

/**
 * Submits an order, with the leverage that it names, in one decision. A market order is QUEUED then: hand it to
 * `startAttempt`. The same `clientOrderId` again answers as the first time.
 *
 * @throws AppError with the engine's reason, `not_found`, or `client_order_id_reused`
 */
export function placeOrder(userId: string, body: Body): Promise<TradingAnswer> {
  const submit: Command = { type: "submit", order: toRequest(body) };
  const commands: Command[] =
    body.leverage === undefined
      ? [submit]
      : [{ type: "set-leverage", symbol: body.symbol, leverage: parseDecimal(body.leverage) }, submit];
  return commandPortfolio(body.portfolioId, commands, [body.symbol], { ownerId: userId }).then((result) =>
    answerTrader(result, body.clientOrderId),
  );
}

function toRequest(body: Body): OrderRequest {
  const { price, trigger, trail, timeInForce, reduceOnly, stopLoss, takeProfit } = body;
  return {
    orderId: body.clientOrderId,
    symbol: body.symbol,
    side: body.side,
    kind: body.kind,
    qty: parseQty(body.qty),
    ...(price !== undefined && body.kind !== "market" && { price: parsePrice(price) }),
    ...(trigger && { trigger: toStop(trigger) }),
    ...(trail && {
      trail: {
        distance: parsePrice(trail.distance),
        ...(trail.activation !== undefined && { activation: parsePrice(trail.activation) }),
      },
    }),
    ...(timeInForce && { timeInForce }),
    ...(reduceOnly !== undefined && { reduceOnly }),
    ...((stopLoss || takeProfit) && {
      attached: {
        stopLoss: stopLoss ? toStop(stopLoss) : null,
        takeProfit: takeProfit ? toStop(takeProfit) : null,
      },
    }),
  };
}

/** A stop as the engine wants it. */
export function toStop(stop: { price: string; by: StopRequest["by"] }): StopRequest {
  return { price: parsePrice(stop.price), by: stop.by };
}
