import "server-only";
import type { z } from "zod";
import type { LimitName } from "@/lib/http/limits/rate-limits";
import { assertStorable } from "@/lib/http/read-json-body";
import { respondToVisitor } from "@/lib/http/route/respond-to-visitor";
import type { ResponseParts } from "@/lib/http/to-response";

/**
 * Makes a public GET route: the query is parsed by `query`, the response is JSON, and every response contains
 * `x-request-id`. Rejections and bugs use the common error format.
 */
export function withPublic<Schema extends z.ZodType>(
  options: { query: Schema; limit?: LimitName },
  handle: (query: z.output<Schema>) => Promise<ResponseParts> | ResponseParts,
): (request: Request) => Promise<Response> {
  const { query, limit = "read" } = options;
  return respondToVisitor({ limit, by: "caller" }, ({ request }) => {
    const given = Object.fromEntries(new URL(request.url).searchParams);
    assertStorable(given);
    return handle(query.parse(given));
  });
}
