import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

/** How long a response is kept for its idempotency key, in seconds. */
const KEEP_S = 86_400;
/** How long a request whose process died blocks its key, in seconds. */
const RUNNING_S = 30;

const keptSchema = z.object({ request: z.string(), response: z.looseObject({}).nullable() });
type Kept = z.infer<typeof keptSchema>;

/**
 * Does the work of an idempotency key once: the same request with the same key gives the first response. A rejected one
 * is not kept, so that it may be tried again.
 *
 * @throws AppError `client_order_id_reused` for another request with the key, `order_replayed` while the first one
 *   runs, `service_unavailable` without Redis, and what `work` throws
 */
export async function runOnce(
  call: { portfolioId: string; id: string; request: unknown },
  work: () => Promise<object>,
): Promise<object> {
  const name = `idempotent:${call.portfolioId}:${call.id}`;
  const request = createHash("sha256").update(JSON.stringify(call.request)).digest("base64url");
  const first = await claim(name, { request, response: null });
  if (first !== null) return repeat(first, request);
  const redis = getFailFastRedis();
  try {
    const response = await work();
    await redis.set(name, JSON.stringify({ request, response }), { ex: KEEP_S }).catch(reportUnkept);
    return response;
  } catch (error) {
    await redis.del(name).catch(reportUnkept);
    throw error;
  }
}

/** Null when the key was free; else what it has been used for. */
async function claim(name: string, running: Kept): Promise<Kept | null> {
  try {
    const redis = getFailFastRedis();
    const text = JSON.stringify(running);
    if ((await redis.set(name, text, { nx: true, ex: RUNNING_S })) !== null) return null;
    return keptSchema.parse(JSON.parse((await redis.get<string>(name)) ?? text));
  } catch (error) {
    reportError("idempotency-key-unknown", error);
    throw new AppError("service_unavailable", "Orders can't be changed at the moment. Try again.", {
      retryAfterSeconds: 2,
    });
  }
}

function repeat(kept: Kept, request: string): object {
  if (kept.request !== request) {
    throw new AppError("client_order_id_reused", "This idempotency key was used for another request.");
  }
  if (kept.response === null) throw new AppError("order_replayed", "This request is being carried out.");
  return kept.response;
}

function reportUnkept(error: unknown): void {
  reportError("idempotency-key-not-kept", error);
}
