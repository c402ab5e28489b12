import "server-only";
import type { z } from "zod";
import { accountKey } from "@/lib/http/limits/account-key";
import { findClientIp } from "@/lib/http/limits/client-ip";
import type { LimitName } from "@/lib/http/limits/rate-limits";
import { readJsonBody } from "@/lib/http/read-json-body";
import { respondToVisitor } from "@/lib/http/route/respond-to-visitor";
import type { ResponseParts } from "@/lib/http/to-response";

/**
 * Makes a write that needs no session but must come from our own pages. It is counted by the client IP, and
 * by the target account if `account` returns its email.
 */
export function withVisitor<B extends z.ZodType>(
  endpoint: { access: "visitor"; body: B; limit: LimitName; account?: (body: z.output<B>) => string },
  handle: (call: {
    body: z.output<B>;
    clientIp: string;
    request: Request;
    requestId: string;
  }) => Promise<ResponseParts>,
): (request: Request) => Promise<Response> {
  return respondToVisitor(
    { limit: endpoint.limit, by: "client-ip" },
    async ({ request, requestId, consume }) => {
      const body = endpoint.body.parse(await readJsonBody(request));
      if (endpoint.account) await consume("sign-in-account", accountKey(endpoint.account(body)));
      return handle({ body, clientIp: findClientIp(request.headers), request, requestId });
    },
  );
}
