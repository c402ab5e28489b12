import "server-only";
import type { z } from "zod";
import type { Answer } from "@/lib/http/answer-session";
import { assertSameOrigin } from "@/lib/http/assert-same-origin";
import { findClientAddress } from "@/lib/http/client-address";
import { describeError } from "@/lib/http/error-response";
import { findRequestId } from "@/lib/http/find-request-id";
import { readJsonBody } from "@/lib/http/read-json-body";

/** Makes a write that people may do without a session; it must come from our own pages all the same. */
export function withVisitor<B extends z.ZodType>(
  shape: { body: B },
  handle: (call: {
    body: z.output<B>;
    address: string;
    request: Request;
    requestId: string;
  }) => Promise<Answer>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = findRequestId(request.headers);
    const headers = { "x-request-id": requestId, "cache-control": "no-store" };
    try {
      assertSameOrigin(request.headers);
      const body = shape.body.parse(await readJsonBody(request));
      const address = findClientAddress(request.headers);
      const answer = await handle({ body, address, request, requestId });
      const all = { ...headers, ...answer.headers };
      if (answer.body === undefined)
        return new Response(null, { status: answer.status ?? 204, headers: all });
      return Response.json(answer.body, { status: answer.status ?? 200, headers: all });
    } catch (error) {
      const { pathname } = new URL(request.url);
      const refusal = describeError(error, { route: pathname, requestId });
      return Response.json(refusal.body, {
        status: refusal.status,
        headers: { ...headers, ...refusal.headers },
      });
    }
  };
}
