import { createParser } from "eventsource-parser";
import { readRejection } from "@/lib/client/api/market-api";
import type { StreamProblem } from "@/lib/client/stream/reconnect-machine";
import { DEFLATED_EVENTS, UNNAMED_EVENT } from "@/lib/schemas/market/market-stream";

/** The same events as one raw deflate stream: part of the body itself, so no proxy decodes it. */
const PLAIN = "text/event-stream";

/** One event of the stream, its data not yet parsed. */
export type StreamEvent = { name: string; data: string };

/** Callbacks of a connection. Exactly one of the last three is called, once, unless it was closed before. */
export type StreamHandlers = {
  /** The events of one read, in order. */
  onEvents: (events: StreamEvent[]) => void;
  onRetryHint: (ms: number) => void;
  /** Bytes of the body received, compressed. */
  onBytes: (count: number) => void;
  onEnd: () => void;
  onFail: (problem: StreamProblem) => void;
  onReject: (rejection: { status: number; problem: StreamProblem; retryAfterMs: number | null }) => void;
};

/**
 * Reads an event stream, compressed where this browser can decompress streams. Returns the close function;
 * after closing no callback is called.
 */
export function openEventStream(url: string, handlers: StreamHandlers): () => void {
  const abort = new AbortController();
  read(url, handlers, abort.signal).catch(() => {
    if (!abort.signal.aborted) handlers.onFail(toStreamProblem());
  });
  return () => abort.abort();
}

async function read(url: string, handlers: StreamHandlers, signal: AbortSignal): Promise<void> {
  const canInflate = typeof DecompressionStream !== "undefined";
  const accept = canInflate ? `${DEFLATED_EVENTS}, ${PLAIN};q=0.5` : PLAIN;
  const response = await fetch(url, { signal, headers: { accept }, cache: "no-store" });
  if (!response.ok || !response.body) {
    const { code, message } = await readRejection(response);
    const retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
    if (!signal.aborted)
      handlers.onReject({ status: response.status, problem: { code, message }, retryAfterMs });
    return;
  }
  const isDeflated = response.headers.get("content-type")?.startsWith(DEFLATED_EVENTS) ?? false;
  const body = { isWhole: false };
  const counted = response.body.pipeThrough(countBytes(handlers.onBytes, body));
  const plain = isDeflated ? counted.pipeThrough(new DecompressionStream("deflate-raw")) : counted;
  try {
    await parse(plain, handlers, signal);
  } catch (error) {
    // A server that ends a shared deflate stream omits its last block: the text before it is complete.
    if (!body.isWhole) throw error;
  }
  if (!signal.aborted) handlers.onEnd();
}

function countBytes(onBytes: (count: number) => void, body: { isWhole: boolean }) {
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      onBytes(chunk.byteLength);
      controller.enqueue(chunk);
    },
    flush: () => {
      body.isWhole = true;
    },
  });
}

async function parse(
  body: ReadableStream<Uint8Array>,
  { onEvents, onRetryHint }: StreamHandlers,
  signal: AbortSignal,
): Promise<void> {
  let events: StreamEvent[] = [];
  const parser = createParser({
    onEvent: ({ event = UNNAMED_EVENT, data }) => events.push({ name: event, data }),
    onRetry: onRetryHint,
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done || signal.aborted) return;
    parser.feed(decoder.decode(value, { stream: true }));
    if (events.length === 0) continue;
    const arrived = events;
    events = [];
    onEvents(arrived);
  }
}

/** Seconds, as our server sends it; null when missing or a date. */
function readRetryAfter(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : null;
}

function toStreamProblem(): StreamProblem {
  return { code: navigator.onLine ? "unreachable" : "offline", message: null };
}
