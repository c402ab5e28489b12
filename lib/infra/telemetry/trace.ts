import "server-only";
import { type Attributes, context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Options of a span. `startMs`: its start, if that was in the past; it is then the root of a trace. */
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

/** Runs work as a span of the current trace. Without a collector it only runs the work. */
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

/** The current span for another process to continue (W3C `traceparent`); undefined if there is no trace. */
export function writeTraceparent(): string | undefined {
  const span = trace.getSpanContext(context.active());
  if (span === undefined || !trace.isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`;
}

/** Runs work as part of the trace in a message; without a trace if there is none. */
export function continueTrace<T>(traceparent: string | undefined, work: () => Promise<T>): Promise<T> {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (!traceId || !spanId || !flags) return work();
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return context.with(trace.setSpanContext(context.active(), parent), work);
}
