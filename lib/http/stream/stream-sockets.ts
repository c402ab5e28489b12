import "server-only";
import { randomUUID } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

/**
 * Header with the socket's id of a request for a stream, set by our own server; a value sent by the visitor
 * is overwritten.
 */
const SOCKET_ID_HEADER = "x-stream-socket";

/**
 * Records the sockets of requests for a stream. Next gives a route handler neither the socket nor a way to
 * close it, and a stalled reader can't be disconnected in any other way.
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

/** The connection of a request; none on a platform's function, where our server has no socket. */
export function findStreamSocket(headers: Headers): Socket | undefined {
  return openSockets().get(headers.get(SOCKET_ID_HEADER) ?? "");
}

function openSockets(): Map<string, Socket> {
  return getProcessSingleton("stream-sockets", () => new Map());
}
