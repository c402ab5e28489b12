import "server-only";
import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { getProcessSingleton } from "@/lib/infra/process-singleton";

/** Header in which our own server names the socket of a request for a stream; what visitors send is overwritten. */
const SOCKET_ID_HEADER = "x-stream-socket";

/**
 * Notes the sockets of requests for a stream. Next shows a route handler neither the socket nor a way to close it,
 * and a reader that stands still can be cut by nothing else.
 */
export function recordStreamSockets(): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (!request.url?.startsWith("/api/stream")) return;
    const id = randomUUID();
    request.headers[SOCKET_ID_HEADER] = id;
    openSockets().set(id, request.socket);
    response.once("close", () => openSockets().delete(id));
  });
}

/** Cuts the connection of a request. Where no server of ours holds the socket (a platform's function) nothing happens. */
export function destroyStreamSocket(headers: Headers): void {
  openSockets()
    .get(headers.get(SOCKET_ID_HEADER) ?? "")
    ?.destroy();
}

function openSockets(): Map<string, Socket> {
  return getProcessSingleton("stream-sockets", () => new Map());
}
