import type { z } from "zod";
import type { placeOrderSchema } from "@/lib/schemas/trading/trading";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";
import { placeOrder } from "@/lib/trading/orders/place-order";

/** Orders that a process of the product is to take and execute, one after the other. */
export type WorkerOrders = { userId: string; orders: z.output<typeof placeOrderSchema>[] };
/** What was acknowledged to the trader, as it happens; `failed` names what threw. */
export type WorkerMessage = { accepted: string } | { executed: string } | { failed: string } | "done";

const report = (word: WorkerMessage) => process.send?.(word);

process.on("message", async ({ userId, orders }: WorkerOrders) => {
  for (const body of orders) {
    const message = { portfolioId: body.portfolioId, orderId: body.clientOrderId };
    try {
      await placeOrder(userId, body);
      report({ accepted: body.clientOrderId });
      await executeMarketOrder(message);
      report({ executed: body.clientOrderId });
    } catch (error) {
      report({ failed: error instanceof Error ? error.message : String(error) });
    }
  }
  report("done");
});
