import "server-only";
import { findRequestId } from "@/lib/http/find-request-id";
import { findNodeResponse } from "@/lib/http/node-responses";
import { acceptStream } from "@/lib/http/stream/accept-stream";
import { createDirectBody, createQueuedBody } from "@/lib/http/stream/create-stream-body";
import { toErrorResponse } from "@/lib/http/to-error-response";

/** Serves one stream as a web response, for a route handler. */
export async function serveWebStream(request: Request): Promise<Response> {
  const requestId = findRequestId(request.headers);
  const closed = new AbortController();
  const close = () => closed.abort();
  try {
    const { method, url, headers } = request;
    const response = findNodeResponse(headers);
    if (response) response.once("close", close);
    // A reader may have left before its request was read: the event has been then.
    else if (request.signal.aborted) close();
    else request.signal.addEventListener("abort", close, { once: true });
    const accepted = await acceptStream({ method, url, headers, closed: closed.signal });
    const body = response
      ? createDirectBody(response, accepted.start)
      : createQueuedBody(accepted.start, close);
    return new Response(body, { headers: { ...accepted.headers, "x-request-id": requestId } });
  } catch (error) {
    const { status, body, headers } = toErrorResponse(error, { route: "/api/stream", requestId });
    const common = { "x-request-id": requestId, "cache-control": "no-store" };
    return Response.json(body, { status, headers: { ...common, ...headers } });
  }
}
