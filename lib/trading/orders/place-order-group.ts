import "server-only";
import type { z } from "zod";
import { parseDecimal, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import { ocoOrderId } from "@/lib/core/order-groups/oco-pair";
import { planScale, type ScaleProblem } from "@/lib/core/order-groups/plan-scale";
import { buildContext } from "@/lib/market/reference/build-context";
import { AppError } from "@/lib/schemas/api-error";
import type { orderGroupSchema } from "@/lib/schemas/trading/trading";
import type { OrderDto, TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { respondToTrader } from "@/lib/trading/dto/respond-to-trader";
import { startChase } from "@/lib/trading/orders/start-chase";
import { startTwap } from "@/lib/trading/orders/start-twap";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";

type Body = z.output<typeof orderGroupSchema>;

const SCALE_SENTENCES = {
  count: "A ladder has 2 to 20 orders.",
  qty_off_step: "The size must be a multiple of the quantity step.",
  price_off_tick: "Both prices must be multiples of the tick.",
  prices_too_close: "The prices are too close for so many orders.",
  orders_too_small: "The size is too small for so many orders.",
} as const satisfies Record<ScaleProblem, string>;

/**
 * Submits all orders of a group together: when one is rejected, none is placed. `queued` are those to execute now; a
 * TWAP's are sent by its sweep, and a chase has one limit order.
 * Idempotent by `clientOrderId`.
 *
 * @throws AppError with the engine's reason, `bad_request` for a ladder that can't be spread, or `not_found`
 */
export async function placeOrderGroup(
  userId: string,
  body: Body,
): Promise<{ accepted: TradingResponse; queued: OrderDto[] }> {
  if (body.kind === "chase") return { accepted: await startChase(userId, body), queued: [] };
  if (body.kind === "twap") return { accepted: await startTwap(userId, body), queued: [] };
  const orders = body.kind === "scale" ? await listScaleOrders(body) : listOcoOrders(body);
  const commands: Command[] = orders.map((order) => ({ type: "submit", order }));
  const result = await commandPortfolio(body.portfolioId, commands, [body.symbol], { ownerId: userId });
  const accepted = await respondToTrader(result, null);
  const ids = new Set(orders.map(({ orderId }) => orderId));
  const queued = accepted.portfolio.orders.filter(({ id, status }) => ids.has(id) && status === "QUEUED");
  return { accepted, queued };
}

async function listScaleOrders(body: Extract<Body, { kind: "scale" }>): Promise<OrderRequest[]> {
  const instrument = (await buildContext([body.symbol])).instruments.get(body.symbol);
  if (instrument === undefined) throw new AppError("not_found", "There is no such market.");
  const { side, count, shape } = body;
  const [qty, from, to] = [parseQty(body.qty), parsePrice(body.from), parsePrice(body.to)];
  const planned = planScale({ side, qty, from, to, count, shape }, instrument);
  if ("problem" in planned) throw new AppError("bad_request", SCALE_SENTENCES[planned.problem]);
  return planned.steps.map((step, index) => ({
    ...toCommon(body),
    orderId: `scale:${body.clientOrderId}:${index + 1}`,
    kind: "limit",
    qty: step.qty,
    price: step.price,
  }));
}

function listOcoOrders(body: Extract<Body, { kind: "oco" }>): OrderRequest[] {
  const common = { ...toCommon(body), qty: parseQty(body.qty) };
  const trigger = { price: parsePrice(body.trigger), by: body.triggerBy };
  return [
    {
      ...common,
      orderId: ocoOrderId(body.clientOrderId, "limit"),
      kind: "limit",
      price: parsePrice(body.price),
    },
    { ...common, orderId: ocoOrderId(body.clientOrderId, "stop"), kind: "stop-market", trigger },
  ];
}

function toCommon({ symbol, side, reduceOnly, leverage }: Exclude<Body, { kind: "twap" }>) {
  return {
    symbol,
    side,
    reduceOnly,
    ...(leverage !== undefined && { leverage: parseDecimal(leverage) }),
  };
}
