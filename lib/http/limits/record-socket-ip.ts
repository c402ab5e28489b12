import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { SOCKET_IP_HEADER } from "@/lib/http/limits/client-ip";

/**
 * Records the socket's IP in a header of every request. Next passes the socket to neither the middleware nor
 * route handlers, and keeps forwarding headers that the visitor invented.
 */
export function recordSocketIp(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[SOCKET_IP_HEADER] = request.socket.remoteAddress ?? "unknown";
  });
}
