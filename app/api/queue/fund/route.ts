import { withQueue } from "@/lib/http/route/with-queue";
import { fundingMessageSchema } from "@/lib/trading/price-path/funding-message";
import { fundPortfolios } from "@/lib/trading/price-path/settle-funding";

export const dynamic = "force-dynamic";

/** Charges some portfolios for a funding instant. */
export const POST = withQueue(
  { path: "/api/queue/fund", body: fundingMessageSchema, memory: "messages" },
  async (message) => {
    await fundPortfolios(message);
    return { outcome: "done" };
  },
);
