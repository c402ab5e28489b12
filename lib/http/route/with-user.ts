import "server-only";
import type { z } from "zod";
import {
  type Claim,
  type Parsed,
  type RouteContext,
  type RouteShape,
  respondWithSession,
  type UserCall,
} from "@/lib/http/route/respond-with-session";
import type { ResponseParts } from "@/lib/http/to-response";

/**
 * Makes a route for signed-in users from its declaration. Body, query and path parameters are parsed by their schemas; writes must
 * come from our own pages. The route itself must restrict its queries to the user's own data. `claim`: see `respondWithSession`.
 */
export function withUser<
  B extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  P extends z.ZodType | undefined = undefined,
>(
  endpoint: RouteShape<B, Q, P> & { access: "user" | "paid" },
  handle: (call: UserCall<B, Q, P>) => Promise<ResponseParts> | ResponseParts,
  claim?: Claim<Parsed<B>>,
): (request: Request, context?: RouteContext) => Promise<Response> {
  return respondWithSession("ANY", endpoint, handle, claim);
}
