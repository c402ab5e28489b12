import "server-only";
import { answerNextAuth } from "@/lib/auth/answer-next-auth";
import { assertSameOrigin } from "@/lib/http/assert-same-origin";
import { findClientAddress } from "@/lib/http/client-address";
import { describeError } from "@/lib/http/error-response";
import { findRequestId } from "@/lib/http/find-request-id";
import { readFormBody } from "@/lib/http/read-form-body";

type Context = { params: Promise<{ nextauth: string[] }> };

/** Makes the route of next-auth's own calls, held to what holds for all of ours. */
export function withNextAuth(
  onSignIn: (userId: string) => Promise<void>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    const requestId = findRequestId(request.headers);
    const isWrite = request.method !== "GET" && request.method !== "HEAD";
    try {
      if (isWrite) assertSameOrigin(request.headers);
      const answer = await answerNextAuth({
        request,
        path: (await context.params).nextauth,
        form: isWrite ? await readFormBody(request) : {},
        address: findClientAddress(request.headers),
        onSignIn,
      });
      answer.headers.set("x-request-id", requestId);
      answer.headers.set("cache-control", "private, no-store");
      return answer;
    } catch (error) {
      const { pathname } = new URL(request.url);
      const refusal = describeError(error, { route: pathname, requestId });
      return Response.json(refusal.body, {
        status: refusal.status,
        headers: { "x-request-id": requestId, "cache-control": "no-store", ...refusal.headers },
      });
    }
  };
}
