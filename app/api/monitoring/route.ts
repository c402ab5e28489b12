import { readSession } from "@/lib/auth/session/read-session";
import { answerVisitor } from "@/lib/http/route/answer-visitor";
import { forwardReport } from "@/lib/http/forward-report";
import { readText } from "@/lib/infra/read-text";
import { runLater } from "@/lib/infra/run-later";

const MAX_BYTES = 20 * 1_024;

/** Where pages report what broke in them: the browser's own Sentry envelopes. */
export const POST = answerVisitor({ limit: "report", by: "client-ip" }, async ({ request, requestId }) => {
  const envelope = await readText(request, MAX_BYTES);
  const cookie = request.headers.get("cookie");
  const session = await readSession({ cookie }, { whenAway: "ask-database" });
  runLater(() => forwardReport(envelope, { requestId, userId: session?.userId }));
  return {};
});
