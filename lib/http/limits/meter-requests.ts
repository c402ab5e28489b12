import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { countRequest, observeRequest } from "@/lib/infra/telemetry/metrics";

/** Counts and times every response of this process. */
export function meterRequests(): void {
  const started = new WeakMap<IncomingMessage, number>();
  subscribe("http.server.request.start", (message) => {
    started.set((message as { request: IncomingMessage }).request, performance.now());
  });
  subscribe("http.server.response.finish", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const area = findArea(request.url ?? "/", response.statusCode);
    const status = String(response.statusCode);
    countRequest({ method: nameMethod(request.method), area, status });
    const startedMs = started.get(request);
    if (startedMs === undefined || area === "api/stream") return;
    observeRequest((performance.now() - startedMs) / 1_000, { area });
  });
}

/** The part of the site that responded, from a small fixed set; all paths that are not found count as one. */
export function findArea(url: string, status: number): string {
  const [path = "/"] = url.split("?");
  if (path.startsWith("/_next/")) return "asset";
  if (status === 404) return "not-found";
  return /^\/api\/[a-z-]+/.exec(path)?.[0].slice(1) ?? "page";
}

function nameMethod(method: string | undefined): string {
  return method !== undefined && /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method) ? method : "other";
}
