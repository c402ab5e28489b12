import { z } from "zod";
import { withQueue } from "@/lib/http/route/with-queue";
import { deliverWebhook } from "@/lib/webhooks/deliver-webhook";

export const dynamic = "force-dynamic";

const bodySchema = z.object({ portfolioId: z.string(), messageId: z.string() });

/** Delivers a message to a user's webhook; 503 makes the queue retry. */
export const POST = withQueue(
  { path: "/api/queue/webhook", body: bodySchema, memory: "rows" },
  deliverWebhook,
);
