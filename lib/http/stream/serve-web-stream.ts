import "server-only";
import { findRequestId } from "@/lib/http/find-request-id";
import { acceptStream } from "@/lib/http/stream/accept-stream";
import type { StreamSink } from "@/lib/http/stream/event-stream";
import { destroyStreamSocket } from "@/lib/http/stream/stream-sockets";
import { toErrorResponse } from "@/lib/http/to-error-response";

/**
 * Serves one stream as a web response, for a route handler. The body is a stream of objects, not of bytes: a
 * byte stream detaches each buffer, and these are shared by all readers.
 */
export async function serveWebStream(request: Request): Promise<Response> {
  const requestId = findRequestId(request.headers);
  const closed = new AbortController();
  request.signal.addEventListener("abort", () => closed.abort(), { once: true });
  try {
    const { method, url, headers } = request;
    const accepted = await acceptStream({ method, url, headers, closed: closed.signal });
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => accepted.start(toSink(controller, { request, closed })),
        cancel: () => closed.abort(),
      },
      { highWaterMark: 0, size: (chunk) => chunk.byteLength },
    );
    return new Response(body, { headers: { ...accepted.headers, "x-request-id": requestId } });
  } catch (error) {
    const { status, body, headers } = toErrorResponse(error, { route: "/api/stream", requestId });
    const common = { "x-request-id": requestId, "cache-control": "no-store" };
    return Response.json(body, { status, headers: { ...common, ...headers } });
  }
}

function toSink(
  controller: ReadableStreamDefaultController<Uint8Array>,
  { request, closed }: { request: Request; closed: AbortController },
): StreamSink {
  return {
    write: (bytes) => controller.enqueue(bytes),
    waitingBytes: () => -(controller.desiredSize ?? 0),
    end: (last) => {
      if (last.length > 0) controller.enqueue(last);
      controller.close();
      closed.abort();
    },
    destroy: () => {
      // An error of the body waits for the stalled write, so the socket is closed first.
      destroyStreamSocket(request.headers);
      controller.error(new Error("The reader of a stream stood still and was cut."));
      closed.abort();
    },
  };
}
