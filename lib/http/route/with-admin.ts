import "server-only";
import type { z } from "zod";
import {
  type RouteContext,
  type RouteShape,
  respondWithSession,
  type UserCall,
} from "@/lib/http/route/respond-with-session";
import type { ResponseParts } from "@/lib/http/to-response";

/** Makes a route for admins only, like `withUser`. Every write of its handler must be audited. */
export function withAdmin<
  B extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  P extends z.ZodType | undefined = undefined,
>(
  endpoint: RouteShape<B, Q, P> & { access: "admin" },
  handle: (call: UserCall<B, Q, P>) => Promise<ResponseParts> | ResponseParts,
): (request: Request, context?: RouteContext) => Promise<Response> {
  return respondWithSession("ADMIN", endpoint, handle);
}
