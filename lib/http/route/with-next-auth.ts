import "server-only";
import { readPendingMfa } from "@/lib/auth/pending-mfa";
import { respondForNextAuth } from "@/lib/auth/session/respond-for-next-auth";
import { assertSameOrigin } from "@/lib/http/assert-same-origin";
import { findRequestId } from "@/lib/http/find-request-id";
import { clientKey, userKey } from "@/lib/http/identify-caller";
import { accountKey } from "@/lib/http/limits/account-key";
import { findClientIp } from "@/lib/http/limits/client-ip";
import { consumeLimit } from "@/lib/http/limits/consume-limit";
import { readFormBody } from "@/lib/http/read-form-body";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { AppError } from "@/lib/schemas/api-error";

type Context = { params: Promise<{ nextauth: string[] }> };

/** Calls that can't sign in. All others, including those of newer versions, count as sign-in attempts. */
const STATE_CALLS = new Set(["GET csrf", "GET providers", "GET session", "POST session", "POST signout"]);

/** Wraps next-auth's own calls, with the same checks as our routes. `onSignIn` may return a cookie for the browser. */
export function withNextAuth(
  onSignIn: (userId: string, headers: Headers) => Promise<string | null>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    const requestId = findRequestId(request.headers);
    const headers: Record<string, string> = { "x-request-id": requestId };
    const isWrite = request.method !== "GET" && request.method !== "HEAD";
    try {
      if (isWrite) assertSameOrigin(request.headers);
      const path = (await context.params).nextauth;
      const isStateCall = STATE_CALLS.has(`${request.method} ${path.join("/")}`);
      await consumeLimit(isStateCall ? "auth-state" : "sign-in", clientKey(request.headers), headers);
      // The log of next-auth's client, which our pages don't use.
      if (path[0] === "_log") throw new AppError("not_found", "There is no such call.");
      const form = isWrite ? await readFormBody(request) : {};
      const targets = isStateCall ? [] : await findTargets(form);
      for (const target of targets) await consumeLimit("sign-in-account", target, headers);
      let cookie: string | null = null;
      const response = await respondForNextAuth({
        request,
        path,
        form,
        clientIp: findClientIp(request.headers),
        onSignIn: async (userId) => {
          cookie = await onSignIn(userId, request.headers);
        },
      });
      if (cookie) response.headers.append("set-cookie", cookie);
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
      response.headers.set("cache-control", "private, no-store");
      return response;
    } catch (error) {
      const { pathname } = new URL(request.url);
      const rejection = toErrorResponse(error, { route: pathname, requestId });
      return Response.json(rejection.body, {
        status: rejection.status,
        headers: { ...headers, "cache-control": "no-store", ...rejection.headers },
      });
    }
  };
}

/**
 * The accounts that a sign-in may target, by email and by the ticket of a pending second factor. Both are
 * counted, since the called path decides which one next-auth reads.
 */
async function findTargets({ email, ticket }: Record<string, string>): Promise<string[]> {
  const pending = ticket ? await readPendingMfa(ticket) : null;
  return [...(email ? [accountKey(email)] : []), ...(pending ? [userKey(pending.userId)] : [])];
}
