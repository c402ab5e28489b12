import "server-only";
import type { z } from "zod";
import type { LimitName } from "@/lib/http/limits/rate-limits";
import { assertStorable } from "@/lib/http/read-json-body";
import { respondToVisitor } from "@/lib/http/route/respond-to-visitor";
import type { Parsed } from "@/lib/http/route/respond-with-session";
import type { ResponseParts } from "@/lib/http/to-response";

/**
 * Makes a public GET route from its declaration: the query is parsed by its schema, the response is JSON, and
 * every response contains `x-request-id`. Rejections and bugs use the common error format.
 */
export function withPublic<Q extends z.ZodType | undefined = undefined>(
  endpoint: { access: "public"; query?: Q; limit?: LimitName },
  handle: (query: Parsed<Q>, request: Request) => Promise<ResponseParts> | ResponseParts,
): (request: Request) => Promise<Response> {
  const { query, limit = "read" } = endpoint;
  return respondToVisitor({ limit, by: "caller" }, ({ request }) => {
    const given = Object.fromEntries(new URL(request.url).searchParams);
    assertStorable(given);
    return handle(query?.parse(given) as Parsed<Q>, request);
  });
}
