import "server-only";
import type { IncomingMessage } from "node:http";
import { SOCKET_IP_HEADER } from "@/lib/http/limits/client-ip";

/** Converts a Node request's headers to `Headers`, with the IP of its socket. */
export function toHeaders({ headers, socket }: IncomingMessage): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value ?? []].flat()) all.append(name, one);
  }
  all.set(SOCKET_IP_HEADER, socket.remoteAddress ?? "unknown");
  return all;
}
