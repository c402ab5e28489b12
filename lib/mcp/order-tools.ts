import "server-only";
import { z } from "zod";
import { runOnce } from "@/lib/mcp/run-once";
import { defineTool, type ToolCall } from "@/lib/mcp/tool";
import { findTradedPosition } from "@/lib/schemas/trading/find-traded-position";
import { placeOrderSchema } from "@/lib/schemas/trading/trading";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { awaitFill } from "@/lib/trading/orders/await-fill";
import { amendOrder, cancelOrder } from "@/lib/trading/orders/change-order";
import { placeOrder } from "@/lib/trading/orders/place-order";
import { previewAmendment, previewCancellation } from "@/lib/trading/orders/preview-change";
import { previewOrder } from "@/lib/trading/orders/preview-order";

const idempotencyKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, "must be 8 to 64 letters, digits, - or _")
  .describe("Made by you once for each intention; the same one again gives the first response");
const dryRun = z.boolean().default(false).describe("Only answers what would happen: nothing is changed");
const decimal = z.string().regex(/^\d{1,20}(\.\d{1,18})?$/, "must be a plain decimal number");
const orderId = z.string().max(100).describe("Id of an open order, from list_orders or place_order");

const placeInput = placeOrderSchema
  .omit({ portfolioId: true, clientOrderId: true, tickProof: true })
  .extend({ idempotencyKey, dryRun });
const amendInput = z.strictObject({
  orderId,
  price: decimal.optional(),
  qty: decimal.optional(),
  triggerPrice: decimal.optional(),
  idempotencyKey,
  dryRun,
});

/** Tools that trade the key's portfolio. */
export const ORDER_TOOLS = [
  defineTool({
    name: "place_order",
    description:
      "Places an order, filled by the venue's next book. With dryRun: its fills, fee, margin, liquidation price, and the headroom of a challenge.",
    right: "trade",
    limit: ({ reduceOnly }) => (reduceOnly === true ? "exit" : "order"),
    input: placeInput,
    run: async ({ userId, portfolioId }, { idempotencyKey: clientOrderId, dryRun: isDry, ...order }) => {
      const body = { ...order, portfolioId, clientOrderId };
      if (isDry) return { dryRun: await previewOrder(userId, body) };
      return showOrder(await awaitFill(await placeOrder(userId, body, { isByProgram: true })));
    },
  }),
  defineTool({
    name: "amend_order",
    description:
      "Changes price, quantity or trigger of an open order. With dryRun: the order and free margin after it.",
    right: "trade",
    limit: ({ price, qty }) => (price === undefined && qty === undefined ? "exit" : "order"),
    input: amendInput,
    run: async (call, { idempotencyKey: id, dryRun: isDry, orderId: of, ...changes }) => {
      const target = targetOf(call, of);
      if (isDry) return { dryRun: await previewAmendment(target, changes) };
      return runOnce({ portfolioId: call.portfolioId, id, request: ["amend", of, changes] }, async () =>
        showOrder(await awaitFill(await amendOrder(target, changes))),
      );
    },
  }),
  defineTool({
    name: "cancel_order",
    description: "Cancels an open order. With dryRun: the order, and the free margin after it.",
    right: "trade",
    limit: "exit",
    input: z.strictObject({ orderId, idempotencyKey, dryRun }),
    run: async (call, { idempotencyKey: id, dryRun: isDry, orderId: of }) => {
      const target = targetOf(call, of);
      if (isDry) return { dryRun: await previewCancellation(target) };
      return runOnce({ portfolioId: call.portfolioId, id, request: ["cancel", of] }, async () =>
        showOrder(await cancelOrder(target)),
      );
    },
  }),
];

function targetOf({ userId, portfolioId }: ToolCall, of: string) {
  return { userId, portfolioId, orderId: of, isByProgram: true };
}

function showOrder({ order, portfolio, isDeferred }: TradingResponse): object {
  const { balance, equity, freeMargin } = portfolio;
  const position = order && findTradedPosition(portfolio, order);
  return { order, isDeferred, position, balance, equity, freeMargin };
}
