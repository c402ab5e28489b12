import "server-only";
import type { z } from "zod";
import { describeError } from "@/lib/http/error-response";
import { findRequestId } from "@/lib/http/find-request-id";
import { assertStorable } from "@/lib/http/read-json-body";

type Answer = { body: unknown; status?: number; headers?: Record<string, string> };

/**
 * Makes a GET route that anybody may call: the query is parsed by `query`, the answer is JSON, and every
 * answer carries `x-request-id`. Refusals and bugs are answered in the one error form.
 */
export function withPublic<Schema extends z.ZodType>(
  options: { query: Schema },
  handle: (query: z.output<Schema>) => Promise<Answer> | Answer,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = findRequestId(request.headers);
    const url = new URL(request.url);
    const headers = { "x-request-id": requestId, "cache-control": "no-store" };
    try {
      const given = Object.fromEntries(url.searchParams);
      assertStorable(given);
      const query = options.query.parse(given);
      const answer = await handle(query);
      return Response.json(answer.body, {
        status: answer.status ?? 200,
        headers: { ...headers, ...answer.headers },
      });
    } catch (error) {
      const refusal = describeError(error, { route: url.pathname, requestId });
      return Response.json(refusal.body, {
        status: refusal.status,
        headers: { ...headers, ...refusal.headers },
      });
    }
  };
}
