import "server-only";
import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

/** Header with the id of a request to the API, set by our own server; no visitor can guess one. */
const ID_HEADER = "x-node-response";

/**
 * Records Node's responses to requests to the API, which Next does not give to a route handler: a stalled reader of a
 * stream can be disconnected only by them, and a write through Next's web streams costs several of theirs.
 */
export function recordNodeResponses(): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (!request.url?.startsWith("/api/")) return;
    const id = randomUUID();
    request.headers[ID_HEADER] = id;
    openResponses().set(id, response);
    response.once("close", () => openResponses().delete(id));
  });
}

/** Node's response to a request; none on a platform's function, where no server of ours has it. */
export function findNodeResponse(headers: Headers): ServerResponse | undefined {
  return openResponses().get(headers.get(ID_HEADER) ?? "");
}

function openResponses(): Map<string, ServerResponse> {
  return getProcessSingleton("node-responses", () => new Map());
}
