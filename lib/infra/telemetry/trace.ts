import "server-only";
import { type Attributes, context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** How a span begins. `startMs`: when what it shows began, where that was before now; it is the first of a trace then. */
export type SpanBegin = {
  attributes?: Attributes;
  startMs?: number;
  kind?: "internal" | "producer" | "consumer" | "client";
};

const KINDS = {
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
} as const;

/** Does some work as a span of the running trace. Without a collector it is just the work. */
export function traced<T>(name: string, begin: SpanBegin, work: () => Promise<T>): Promise<T> {
  const { attributes, startMs, kind = "internal" } = begin;
  const isRoot = startMs !== undefined;
  const options = { attributes, kind: KINDS[kind], root: isRoot, ...(isRoot && { startTime: startMs }) };
  return trace.getTracer("terminal-zero").startActiveSpan(name, options, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.recordException(error instanceof Error ? error : String(error));
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The running span as another process continues it (W3C `traceparent`); undefined where nothing is traced. */
export function writeTraceparent(): string | undefined {
  const span = trace.getSpanContext(context.active());
  if (span === undefined || !trace.isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`;
}

/** Does some work as part of the trace that a message carries; of no trace where it carries none. */
export function continueTrace<T>(traceparent: string | undefined, work: () => Promise<T>): Promise<T> {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (!traceId || !spanId || !flags) return work();
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return context.with(trace.setSpanContext(context.active(), parent), work);
}
