import { z } from "zod";
import { withQueue } from "@/lib/http/route/with-queue";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";

export const dynamic = "force-dynamic";

const bodySchema = z.object({
  portfolioId: z.string(),
  orderId: z.string(),
  traceparent: z.string().max(100).optional(),
});

/** Executes a queued market order; 503 makes the queue retry. */
export const POST = withQueue(
  { path: "/api/queue/execute", body: bodySchema, memory: "rows" },
  executeMarketOrder,
);
