import "server-only";
import { assertSameOrigin } from "@/lib/http/assert-same-origin";
import { findRequestId } from "@/lib/http/find-request-id";
import { clientKey, identifyCaller } from "@/lib/http/identify-caller";
import { consumeLimit } from "@/lib/http/limits/consume-limit";
import type { LimitName } from "@/lib/http/limits/rate-limits";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { toJsonResponse } from "@/lib/http/to-json-response";
import { type ResponseParts, toResponse } from "@/lib/http/to-response";

/** Arguments of a public route's handler. `take` counts the request towards another limit. */
export type VisitorCall = {
  request: Request;
  requestId: string;
  consume: (limit: LimitName, who: string) => Promise<void>;
};

/**
 * Wraps every request without a session: checks the origin of writes, then the limit, then runs the handler.
 * `by`: whose allowance is used, the caller's (the user's, if there is a session) or always the client IP's.
 */
export function respondToVisitor(
  options: { limit: LimitName; by: "caller" | "client-ip" },
  handle: (call: VisitorCall) => Promise<ResponseParts> | ResponseParts,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = findRequestId(request.headers);
    const headers: Record<string, string> = { "x-request-id": requestId, "cache-control": "no-store" };
    try {
      if (request.method !== "GET" && request.method !== "HEAD") assertSameOrigin(request.headers);
      const consume = (limit: LimitName, who: string) => consumeLimit(limit, who, headers);
      const isByIp = options.by === "client-ip";
      await consume(
        options.limit,
        isByIp ? clientKey(request.headers) : await identifyCaller(request.headers),
      );
      return toResponse(request, await handle({ request, requestId, consume }), headers);
    } catch (error) {
      const { pathname } = new URL(request.url);
      const rejection = toErrorResponse(error, { route: pathname, requestId });
      return toJsonResponse(request, rejection.body, {
        status: rejection.status,
        headers: { ...headers, ...rejection.headers },
      });
    }
  };
}
