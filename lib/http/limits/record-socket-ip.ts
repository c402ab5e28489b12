import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { SOCKET_IP_HEADER } from "@/lib/http/limits/client-ip";

/**
 * Notes on every request which address its socket has. Next shows neither the middleware nor a route handler
 * the socket, and keeps forwarding headers that the visitor made up.
 */
export function recordSocketIp(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[SOCKET_IP_HEADER] = request.socket.remoteAddress ?? "unknown";
  });
}
