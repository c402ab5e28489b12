import "server-only";
import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

/**
 * Header with the id of a request for a stream, set by our own server; a value sent by the visitor is
 * overwritten.
 */
const ID_HEADER = "x-stream-response";

/**
 * Records Node's responses to requests for a stream, which Next does not give to a route handler: a stalled reader can
 * be disconnected only by them, and each write costs a third of one through Next.
 */
export function recordStreamResponses(): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (!request.url?.startsWith("/api/stream")) return;
    const id = randomUUID();
    request.headers[ID_HEADER] = id;
    openResponses().set(id, response);
    response.once("close", () => openResponses().delete(id));
  });
}

/** Node's response to a request; none on a platform's function, where no server of ours has it. */
export function findStreamResponse(headers: Headers): ServerResponse | undefined {
  return openResponses().get(headers.get(ID_HEADER) ?? "");
}

function openResponses(): Map<string, ServerResponse> {
  return getProcessSingleton("stream-responses", () => new Map());
}
