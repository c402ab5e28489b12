import "server-only";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { respondWithMetrics } from "@/lib/admin/respond-with-metrics";
import { acceptV5Sockets } from "@/lib/gateway/accept-v5-sockets";
import { serveOrder } from "@/lib/gateway/serve-order";
import { serveV5Request } from "@/lib/gateway/serve-v5-request";
import { serveNodeStream } from "@/lib/http/stream/serve-node-stream";
import { toHeaders } from "@/lib/http/to-headers";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { checkHealth } from "@/lib/market/reference/check-health";

/** Longer than load balancers keep an unused connection, in ms. */
const KEEP_ALIVE_MS = 75_000;

/** A running gateway. `close` ends its streams, completes open requests, and closes its port. */
export type Gateway = { http: Server; port: number; close: () => Promise<void> };

/**
 * Serves the stream on a plain Node server, at a third of the cost of a Next route handler for each
 * publication and reader, new orders at half of theirs, and the Bybit v5 API. Sessions, limits and bytes are the same: a
 * load balancer sends `/api/stream`, `POST /api/orders` and `/v5` here and everything else to Next.
 */
export async function startGateway(options: { port: number; host?: string }): Promise<Gateway> {
  const server = createServer((request, response) => void respond(request, response));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  acceptV5Sockets(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { http: server, port, close: () => closeServer(server) };
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = "/"] = (request.url ?? "/").split("?");
  if (shutdownSignal().aborted) response.setHeader("connection", "close");
  if (path === "/api/stream") return serveNodeStream(request, response);
  if (path === "/api/orders" && request.method === "POST") return serveOrder(request, response);
  if (path.startsWith("/v5/")) return serveV5Request(request, response);
  if (path === "/api/health") return respondWithHealth(response);
  if (path === "/api/metrics") {
    const { status, text, headers } = await respondWithMetrics(toHeaders(request));
    response.writeHead(status, headers).end(text);
    return;
  }
  writeJson(response, 404, {
    error: { code: "not_found", message: "The gateway serves the stream, new orders and /v5." },
  });
}

/**
 * Like `/api/health` of the app: 503 while the database or Redis is unavailable, and while this process shuts
 * down.
 */
async function respondWithHealth(response: ServerResponse): Promise<void> {
  const health = await checkHealth();
  writeJson(response, health.ok && !shutdownSignal().aborted ? 200 : 503, health);
}

function writeJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  return closed;
}
