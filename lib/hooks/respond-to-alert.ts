import "server-only";
import { randomUUID } from "node:crypto";
import { findUsableHook } from "@/lib/db/hooks/alert-hooks";
import { receiveAlert } from "@/lib/hooks/receive-alert";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { readText } from "@/lib/infra/read-text";
import { sha256 } from "@/lib/infra/sha256";
import { AppError } from "@/lib/schemas/api-error";
import { consumeKeyLimit, LimitExceeded } from "@/lib/v5/consume-key-limit";

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
    await consumeKeyLimit("order", { who: `hook:${hook.id}`, userId: hook.userId });
    const { status, body } = await receiveAlert(hook, await readText(request, MAX_BYTES));
    return Response.json(body, { status, headers });
  } catch (error) {
    const known =
      error instanceof LimitExceeded
        ? new AppError("rate_limited", "Too many alerts at once.", { retryAfterSeconds: 1 })
        : error;
    const rejected = toErrorResponse(known, { route: "alert hook", requestId });
    return Response.json(rejected.body, {
      status: rejected.status,
      headers: { ...headers, ...rejected.headers },
    });
  }
}
