import { withQueue } from "@/lib/http/route/with-queue";
import { settleMessageSchema } from "@/lib/trading/price-path/settle-message";
import { settleMessage } from "@/lib/trading/price-path/settle-portfolios";

export const dynamic = "force-dynamic";

/** Lets some portfolios meet a price path; asks for another try when one of them could not be decided. */
export const POST = withQueue(
  { path: "/api/queue/settle", body: settleMessageSchema, memory: "messages" },
  settleMessage,
);
