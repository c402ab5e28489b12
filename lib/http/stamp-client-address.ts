import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { STAMPED_ADDRESS } from "@/lib/http/client-address";

/**
 * Notes on every request which address its socket has. Next shows neither the middleware nor a route handler
 * the socket, and keeps an `x-forwarded-for` that the visitor made up.
 */
export function stampClientAddress(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[STAMPED_ADDRESS] = request.socket.remoteAddress ?? "unknown";
  });
}
