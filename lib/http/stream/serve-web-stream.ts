import "server-only";
import { findRequestId } from "@/lib/http/find-request-id";
import { acceptStream } from "@/lib/http/stream/accept-stream";
import { createStreamBody } from "@/lib/http/stream/create-stream-body";
import { findStreamSocket } from "@/lib/http/stream/stream-sockets";
import { toErrorResponse } from "@/lib/http/to-error-response";

/** Serves one stream as a web response, for a route handler. */
export async function serveWebStream(request: Request): Promise<Response> {
  const requestId = findRequestId(request.headers);
  const closed = new AbortController();
  // A reader may have left before its request was read: the event has been then.
  if (request.signal.aborted) closed.abort();
  else request.signal.addEventListener("abort", () => closed.abort(), { once: true });
  try {
    const { method, url, headers } = request;
    const socket = findStreamSocket(headers);
    const accepted = await acceptStream({ method, url, headers, closed: closed.signal });
    const body = createStreamBody({
      start: accepted.start,
      onEnd: () => closed.abort(),
      cut: () => socket?.destroy(),
    });
    return new Response(body, { headers: { ...accepted.headers, "x-request-id": requestId } });
  } catch (error) {
    const { status, body, headers } = toErrorResponse(error, { route: "/api/stream", requestId });
    const common = { "x-request-id": requestId, "cache-control": "no-store" };
    return Response.json(body, { status, headers: { ...common, ...headers } });
  }
}
