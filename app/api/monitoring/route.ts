import { readSession } from "@/lib/auth/read-session";
import { assertSameOrigin } from "@/lib/http/assert-same-origin";
import { describeError } from "@/lib/http/error-response";
import { findRequestId } from "@/lib/http/find-request-id";
import { forwardReport } from "@/lib/http/forward-report";
import { readText } from "@/lib/infra/read-text";
import { runLater } from "@/lib/infra/run-later";

const MAX_BYTES = 20 * 1_024;

/** Where pages report what broke in them: the browser's own Sentry envelopes. */
export async function POST(request: Request): Promise<Response> {
  const requestId = findRequestId(request.headers);
  const headers = { "x-request-id": requestId, "cache-control": "no-store" };
  try {
    assertSameOrigin(request.headers);
    const envelope = await readText(request, MAX_BYTES);
    const session = await readSession(
      { cookie: request.headers.get("cookie") },
      { whenAway: "ask-database" },
    );
    runLater(() => forwardReport(envelope, { requestId, userId: session?.userId }));
    return new Response(null, { status: 204, headers });
  } catch (error) {
    const refusal = describeError(error, { route: "/api/monitoring", requestId });
    return Response.json(refusal.body, { status: refusal.status, headers });
  }
}
