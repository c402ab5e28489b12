import "server-only";
import { randomUUID } from "node:crypto";
import type { CalledKey } from "@/lib/db/queries/users/api-keys";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { authenticateBearer } from "@/lib/mcp/authenticate-bearer";
import { AppError } from "@/lib/schemas/api-error";
import { LimitExceeded } from "@/lib/v5/consume-key-limit";
import { V5Error } from "@/lib/v5/wire/v5-error";

/** Makes a POST route for programs that send an API key as bearer; any other caller gets 401. */
export function respondToBearer(
  path: string,
  handle: (request: Request, key: CalledKey) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = randomUUID();
    try {
      const response = await handle(request, await authenticateBearer(request.headers));
      response.headers.set("x-request-id", requestId);
      response.headers.set("cache-control", "no-store");
      return response;
    } catch (error) {
      const { status, body, headers } = toErrorResponse(toAppError(error), { route: path, requestId });
      if (status === 401) headers["www-authenticate"] = "Bearer";
      const common = { "x-request-id": requestId, "cache-control": "no-store" };
      return Response.json(body, { status, headers: { ...headers, ...common } });
    }
  };
}

/** The checks of a key are shared with `/v5`, whose rejections have the venue's codes. */
function toAppError(error: unknown): unknown {
  if (error instanceof LimitExceeded)
    return new AppError("rate_limited", error.message, { retryAfterSeconds: 1 });
  return error instanceof V5Error ? new AppError("unauthorized", error.message) : error;
}
