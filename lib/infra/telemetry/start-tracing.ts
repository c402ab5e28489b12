import "server-only";
import { parseKeyPairsIntoRecord, setGlobalErrorHandler } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-node";
import { getEnv } from "@/lib/infra/env/env";
import { shutdownSignal } from "@/lib/infra/shutdown";
import { RedactingSpanProcessor } from "@/lib/infra/telemetry/redacting-span-processor";
import { reportError } from "@/lib/infra/telemetry/report-error";

const EXPORT_INTERVAL_MS = 2_000;
const EXPORT_TIMEOUT_MS = 5_000;
/**
 * Spans in one request to the collector, and the most that wait: while the collector is unavailable, the
 * newest are dropped.
 */
const BATCH_SIZE = 256;
const MAX_QUEUE_SIZE = 4_096;

/**
 * Records traces and sends them to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT`, as OTLP over HTTP with
 * JSON. The spans themselves, ours and Next's, are created by OpenTelemetry's API, which has no effect until
 * this has run.
 *
 * @returns null if no collector is configured.
 */
export function startTracing(): NodeTracerProvider | null {
  const {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS,
    OTEL_SERVICE_NAME,
    OTEL_TRACES_SAMPLER_ARG,
  } = getEnv();
  if (!endpoint) return null;
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
    headers: parseKeyPairsIntoRecord(OTEL_EXPORTER_OTLP_HEADERS),
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": OTEL_SERVICE_NAME }),
    // By the trace id, so that every process makes the same decision.
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(OTEL_TRACES_SAMPLER_ARG) }),
    spanProcessors: [
      new RedactingSpanProcessor(),
      new BatchSpanProcessor(exporter, {
        scheduledDelayMillis: EXPORT_INTERVAL_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
        maxExportBatchSize: BATCH_SIZE,
        maxQueueSize: MAX_QUEUE_SIZE,
      }),
    ],
  });
  setGlobalErrorHandler((error) => reportError("traces-not-sent", error));
  // No propagator: a request from outside must not choose its trace by a `traceparent` header.
  provider.register({ propagator: null });
  shutdownSignal().addEventListener("abort", () => void provider.forceFlush());
  return provider;
}
