import { readSession } from "@/lib/auth/session/read-session";
import { SERVICE_ENDPOINTS } from "@/lib/http/endpoints/service-endpoints";
import { forwardReport } from "@/lib/http/forward-report";
import { respondToVisitor } from "@/lib/http/route/respond-to-visitor";
import { readText } from "@/lib/infra/read-text";
import { runLater } from "@/lib/infra/run-later";

const MAX_BYTES = 20 * 1_024;

/** Receives error reports of pages: the browser's Sentry envelopes. */
export const POST = respondToVisitor(
  { ...SERVICE_ENDPOINTS["POST /api/monitoring"], by: "client-ip" },
  async ({ request, requestId }) => {
    const envelope = await readText(request, MAX_BYTES);
    const cookie = request.headers.get("cookie");
    const session = await readSession({ cookie }, { whenUnavailable: "ask-database" });
    runLater(() => forwardReport(envelope, { requestId, userId: session?.userId }));
    return {};
  },
);
