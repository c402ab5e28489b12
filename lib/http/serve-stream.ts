import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { describeError } from "@/lib/http/error-response";
import { EventStream } from "@/lib/http/event-stream";
import { claimStream } from "@/lib/http/stream-quota";
import { getEnv } from "@/lib/infra/env";
import { getHub } from "@/lib/market/hub";
import { assertKnownSymbols } from "@/lib/market/instruments";
import { AppError } from "@/lib/schemas/api-error";
import { streamQuerySchema } from "@/lib/schemas/market-requests";

const RETRY_MS = 1_000;

/**
 * Serves one browser's market stream. Everything that can be refused is refused before the first byte, as
 * JSON; after it the stream only ends: on purpose before the platform's time limit, or with its reader.
 */
export async function serveStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  response.setHeader("x-request-id", requestId);
  try {
    if (request.method !== "GET") throw new AppError("method_not_allowed", "The stream is read with GET.");
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const selection = streamQuerySchema.parse(Object.fromEntries(searchParams));
    await assertKnownSymbols([...selection.symbols, ...selection.depth]);
    const release = claimStream(request);
    response.on("close", release);
    const hub = getHub();
    await hub.ready();
    if (response.destroyed) return;
    openStream(response, selection);
  } catch (error) {
    const { status, body } = describeError(error, { route: "/api/stream", requestId });
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(body));
  }
}

function openStream(response: ServerResponse, selection: { symbols: string[]; depth: string[] }): void {
  const stream = new EventStream(response);
  const { greeting, catchUp, leave } = getHub().join(stream, selection);
  stream.open({ retryMs: RETRY_MS, greeting, catchUp });
  // Spread over the last tenth, so that browsers that came together do not all come back together.
  const lifeMs = getEnv().STREAM_MAX_SECONDS * 1_000 * (0.9 + Math.random() * 0.1);
  const timer = setTimeout(() => stream.end(), lifeMs);
  response.on("close", () => {
    clearTimeout(timer);
    leave();
  });
}
