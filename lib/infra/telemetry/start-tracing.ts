import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import {
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type SpanOptions,
  TraceFlags,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { getEnv } from "@/lib/infra/env/env";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { type EndedSpan, RecordedSpan, toMs } from "@/lib/infra/telemetry/recorded-span";
import { SpanSender } from "@/lib/infra/telemetry/span-sender";

/**
 * Records traces and sends them to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT`. The spans themselves, ours and
 * Next's, are made with OpenTelemetry's API, which does nothing until this has run. OpenTelemetry's own SDK that fits
 * this API needs a newer Node than we promise to run on.
 */
export function startTracing(): SpanSender | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER_ARG } = getEnv();
  if (!endpoint) return null;
  const sender = new SpanSender({
    url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
    headers: readHeaders(getEnv().OTEL_EXPORTER_OTLP_HEADERS),
    service: OTEL_SERVICE_NAME,
  });
  context.setGlobalContextManager(createContextManager());
  const tracer = createTracer({ onEnd: (span) => sender.take(span), ratio: OTEL_TRACES_SAMPLER_ARG });
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  shutdownSignal().addEventListener("abort", () => void sender.flush());
  return sender;
}

function createTracer(options: { onEnd: (span: EndedSpan) => void; ratio: number }): Tracer {
  const startSpan = (name: string, given: SpanOptions = {}, within: Context = context.active()): Span => {
    const parent = given.root ? undefined : trace.getSpanContext(within);
    const traceId = parent?.traceId ?? randomBytes(16).toString("hex");
    const traceFlags = parent?.traceFlags ?? pickFlags(traceId, options.ratio);
    const spanContext = { traceId, spanId: randomBytes(8).toString("hex"), traceFlags };
    if ((traceFlags & TraceFlags.SAMPLED) === 0) return trace.wrapSpanContext(spanContext);
    return new RecordedSpan({
      context: spanContext,
      parentSpanId: parent?.spanId,
      name,
      kind: given.kind ?? SpanKind.INTERNAL,
      startMs: toMs(given.startTime),
      attributes: { ...given.attributes },
      onEnd: options.onEnd,
    });
  };
  return {
    startSpan,
    startActiveSpan: <F extends (span: Span) => unknown>(name: string, ...rest: unknown[]): ReturnType<F> => {
      const work = rest.pop() as F;
      const [given = {}, within = context.active()] = rest as [SpanOptions?, Context?];
      const span = startSpan(name, given, within);
      return context.with(trace.setSpan(within, span), () => work(span)) as ReturnType<F>;
    },
  };
}

/** By the trace's own id, so that every process decides alike. */
function pickFlags(traceId: string, ratio: number): TraceFlags {
  const isSampled = Number.parseInt(traceId.slice(-8), 16) < ratio * 0x1_0000_0000;
  return isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
}

function createContextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, thisArg, ...args) => storage.run(active, () => work.apply(thisArg as never, args)),
    bind: (active, target) => {
      if (typeof target !== "function") return target;
      return ((...args: unknown[]) => storage.run(active, () => target(...args))) as typeof target;
    },
    enable: () => manager,
    disable: () => {
      storage.disable();
      return manager;
    },
  };
  return manager;
}

/** "a=1,b=2", as the variable is written. */
function readHeaders(text: string): Record<string, string> {
  const pairs = text.split(",").map((pair) =>
    pair
      .split(/=(.*)/s)
      .slice(0, 2)
      .map((part) => part.trim()),
  );
  return Object.fromEntries(pairs.filter(([name]) => name).map(([name, value]) => [name, value ?? ""]));
}
