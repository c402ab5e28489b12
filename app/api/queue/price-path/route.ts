import { withQueue } from "@/lib/http/route/with-queue";
import { pricePathMessageSchema } from "@/lib/trading/price-path/process-price-path-message";
import { processPricePathMessage } from "@/lib/trading/price-path/process-price-paths";

export const dynamic = "force-dynamic";

/** Walks a price path for some portfolios; makes the queue retry when one of them could not be decided. */
export const POST = withQueue(
  { path: "/api/queue/price-path", body: pricePathMessageSchema, memory: "messages" },
  processPricePathMessage,
);
