import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { acceptStream } from "@/lib/http/stream/accept-stream";
import { toNodeSink } from "@/lib/http/stream/to-node-sink";
import { toErrorResponse } from "@/lib/http/to-error-response";
import { toHeaders } from "@/lib/http/to-headers";

/** Serves one stream on a plain Node response. Rejections are sent as JSON. */
export async function serveNodeStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  const closed = new AbortController();
  response.on("close", () => closed.abort());
  response.setHeader("x-request-id", requestId);
  try {
    const { headers, start } = await acceptStream({
      method: request.method ?? "GET",
      url: request.url ?? "/",
      headers: toHeaders(request),
      closed: closed.signal,
    });
    response.socket?.setNoDelay(true);
    response.socket?.setTimeout(0);
    // The connection is not reused, so a server that is being replaced need not wait for it after the stream
    // ends.
    response.writeHead(200, { ...headers, connection: "close" });
    start(toNodeSink(response));
  } catch (error) {
    const { status, body, headers } = toErrorResponse(error, { route: "/api/stream", requestId });
    const json = { "content-type": "application/json", "cache-control": "no-store" };
    response.writeHead(status, { ...json, ...headers });
    response.end(JSON.stringify(body));
  }
}
