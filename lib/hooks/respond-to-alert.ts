import "server-only";
import { randomUUID } from "node:crypto";
import { findUsableHook } from "@/lib/db/hooks/alert-hooks";
import { receiveAlert } from "@/lib/hooks/receive-alert";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { readText } from "@/lib/infra/read-text";
import { sha256 } from "@/lib/infra/sha256";
import { AppError } from "@/lib/schemas/api-error";
import { readTradingAlert } from "@/lib/schemas/programs/trading-alert";
import { consumeKeyLimit, type KeyLimit, LimitExceeded } from "@/lib/v5/consume-key-limit";
import { V5Error } from "@/lib/v5/wire/v5-error";

/** The largest accepted message, in bytes. */
const MAX_BYTES = 8 * 1_024;

/** Answers one call of a hook's URL. Calls with an unknown token are counted by client IP and get 401. */
export async function respondToAlert(request: Request, token: string): Promise<Response> {
  const requestId = randomUUID();
  const headers = { "x-request-id": requestId, "cache-control": "no-store" };
  try {
    const hook = /^[A-Za-z0-9_-]{43}$/.test(token) ? await findUsableHook(sha256(token)) : null;
    if (hook === null) {
      await consumeKeyLimit("ip", { who: findClientIp(request.headers) });
      throw new AppError("unauthorized", "There is no such hook, or it was revoked.");
    }
    const text = await readText(request, MAX_BYTES);
    await consumeKeyLimit(limitOf(text), { who: `hook:${hook.id}`, userId: hook.userId });
    const { status, body } = await receiveAlert(hook, text);
    return Response.json(body, { status, headers });
  } catch (error) {
    const rejected = toErrorResponse(toAppError(error), { route: "alert hook", requestId });
    return Response.json(rejected.body, {
      status: rejected.status,
      headers: { ...headers, ...rejected.headers },
    });
  }
}

/** An alert that can only reduce a position is not held up by others that open one. */
function limitOf(text: string): KeyLimit {
  try {
    const alert = readTradingAlert(text);
    return alert.action === "close" || alert.reduceOnly ? "exit" : "order";
  } catch {
    // Why it can't be read is said and recorded after it was counted.
    return "order";
  }
}

/** The limits are those of `/v5`, whose rejections have the venue's codes. */
function toAppError(error: unknown): unknown {
  if (error instanceof LimitExceeded)
    return new AppError("rate_limited", "Too many alerts at once.", { retryAfterSeconds: 1 });
  if (error instanceof V5Error)
    return new AppError("service_unavailable", "Alerts can't be received at the moment.", {
      retryAfterSeconds: 2,
    });
  return error;
}
