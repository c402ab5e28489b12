import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { recordIfSlow } from "@/lib/http/route/record-if-slow";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { getQstashReceiver, queueUrl } from "@/lib/infra/qstash";
import { readText } from "@/lib/infra/read-text";
import { getRedis } from "@/lib/infra/redis/redis";
import { log } from "@/lib/infra/telemetry/log";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** A signature is valid for five minutes; completed deliveries are stored for longer, in seconds. */
const DONE_FOR_S = 900;
/** How far the queue's clock and ours may be apart, in seconds. */
const CLOCK_TOLERANCE_S = 5;
/** The largest message that QStash delivers. */
const MAX_BYTES = 1_024 * 1_024;
const DUPLICATE = { outcome: "duplicate" };

type QueueRoute<Schema extends z.ZodType> = {
  path: string;
  body: Schema;
  /**
   * Where completed deliveries are recorded: in Redis by their message ids, or in the rows that the handler
   * checks first.
   */
  memory: "messages" | "rows";
};

/**
 * Makes a POST route for QStash only: signature, exact URL, body hash and times are checked; any failure
 * gives 401. A delivery that was completed before returns `duplicate`. Only a thrown error (503 for a
 * temporary failure) makes the queue retry.
 */
export function withQueue<Schema extends z.ZodType>(
  route: QueueRoute<Schema>,
  handle: (body: z.output<Schema>) => Promise<Record<string, unknown>>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = randomUUID();
    const headers = { "x-request-id": requestId, "cache-control": "no-store" };
    const startedMs = Date.now();
    try {
      const { messageId, text } = await readDelivery(request, route.path);
      const isRemembered = route.memory === "messages";
      if (isRemembered && (await isDone(messageId))) return Response.json(DUPLICATE, { headers });
      const result = await handle(route.body.parse(JSON.parse(text)));
      // A duplicate delivery has had no effect.
      if (result.outcome === "duplicate") return Response.json(result, { headers });
      if (isRemembered) await recordDone(messageId);
      log.info("queue-delivery", { path: route.path, requestId, messageId, ...result });
      return Response.json(result, { headers });
    } catch (error) {
      const { status, body } = toErrorResponse(error, { route: route.path, requestId });
      return Response.json(body, { status, headers });
    } finally {
      await recordIfSlow(`queue ${route.path}`, startedMs);
    }
  };
}

/**
 * The delivery's body after its signature is checked; without the headers of a signed delivery it is not
 * read.
 *
 * @throws AppError `unauthorized` for a delivery that QStash did not sign for this route, `body_too_large`
 */
async function readDelivery(request: Request, path: string): Promise<{ messageId: string; text: string }> {
  const unsigned = () => new AppError("unauthorized", "Only the queue may call this endpoint.");
  const signature = request.headers.get("upstash-signature");
  const messageId = request.headers.get("upstash-message-id");
  if (signature === null || messageId === null) throw unsigned();
  const text = await readText(request, MAX_BYTES);
  const isGenuine = await getQstashReceiver()
    .verify({ signature, body: text, url: queueUrl(path), clockTolerance: CLOCK_TOLERANCE_S })
    .catch(() => false);
  if (!isGenuine) throw unsigned();
  return { messageId, text };
}

function doneKey(messageId: string): string {
  return `queue:done:${messageId}`;
}

/** Handlers are idempotent: without Redis the delivery is merely handled again. */
async function isDone(messageId: string): Promise<boolean> {
  try {
    return (await getRedis().exists(doneKey(messageId))) === 1;
  } catch (error) {
    reportError("queue-duplicates-unknown", error);
    return false;
  }
}

async function recordDone(messageId: string): Promise<void> {
  try {
    await getRedis().set(doneKey(messageId), "1", { ex: DONE_FOR_S });
  } catch (error) {
    reportError("queue-duplicates-unknown", error);
  }
}
