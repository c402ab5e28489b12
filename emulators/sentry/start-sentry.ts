import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** One event as it arrived, with the fields that tests look at. */
export type SentryEvent = {
  event_id: string;
  release?: string;
  user?: { id?: string };
  tags?: Record<string, string>;
  extra?: Record<string, unknown>;
  exception?: { values?: { type?: string; value?: string }[] };
};

/** A running emulator for Sentry's ingest. */
export type Sentry = { dsn: string; url: string; events: SentryEvent[]; close: () => Promise<void> };

const MOST_EVENTS = 1_000;

/**
 * Starts a sink that accepts Sentry's envelopes, as its ingest does, and stores the events. `GET /events`
 * lists them, the newest last.
 */
export async function startSentry(): Promise<Sentry> {
  const events: SentryEvent[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const respond = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://sink");
    if (request.method === "GET" && pathname === "/events") return respond(200, events);
    const isIngest = request.method === "POST" && /^\/api\/\d+\/envelope\/$/.test(pathname);
    if (!isIngest) return respond(404, { detail: "not found" });
    const isKnown = searchParams.get("sentry_key") ?? request.headers["x-sentry-auth"];
    if (!isKnown) return respond(403, { detail: "missing authorization information" });
    const bytes = Buffer.concat(chunks);
    const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString();
    const accepted = readEvents(text);
    events.push(...accepted);
    events.splice(0, events.length - MOST_EVENTS);
    return respond(200, { id: accepted[0]?.event_id ?? "none" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    dsn: `http://emulator@${host}/1`,
    url: `http://${host}`,
    events,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** Items are read by their `length` where they name one, and up to the line's end otherwise. */
function readEvents(text: string): SentryEvent[] {
  const events: SentryEvent[] = [];
  let rest = Buffer.from(text.slice(text.indexOf("\n") + 1));
  while (rest.length > 0) {
    const headEnd = rest.indexOf("\n");
    if (headEnd < 0) break;
    const head = JSON.parse(rest.subarray(0, headEnd).toString()) as { type: string; length?: number };
    const body = rest.subarray(headEnd + 1);
    const lineEnd = body.indexOf("\n");
    const length = head.length ?? (lineEnd < 0 ? body.length : lineEnd);
    if (head.type === "event") events.push(JSON.parse(body.subarray(0, length).toString()) as SentryEvent);
    rest = body.subarray(length + 1);
  }
  return events;
}
