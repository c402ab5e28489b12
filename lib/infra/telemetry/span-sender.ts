import "server-only";
import type { Attributes, AttributeValue } from "@opentelemetry/api";
import type { EndedSpan } from "@/lib/infra/telemetry/recorded-span";
import { reportError } from "@/lib/infra/telemetry/report-error";

const EVERY_MS = 2_000;
/** Spans of one request, and those that wait at most: when the collector is away, the newest are dropped. */
const BATCH = 256;
const MOST_WAITING = 4_096;
const TIMEOUT_MS = 5_000;

/** Sends ended spans to a collector, some at a time, as OTLP over HTTP with JSON. Losing them costs nothing else. */
export class SpanSender {
  readonly #options: { url: string; headers: Record<string, string>; service: string };
  #waiting: EndedSpan[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: { url: string; headers: Record<string, string>; service: string }) {
    this.#options = options;
  }

  take(span: EndedSpan): void {
    if (this.#waiting.length >= MOST_WAITING) return;
    this.#waiting.push(span);
    if (this.#waiting.length >= BATCH) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), EVERY_MS).unref();
  }

  /** Sends what waits; resolves when it was taken or given up. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#sending = this.#sending.then(async () => {
      while (this.#waiting.length > 0) await this.#send(this.#waiting.splice(0, BATCH));
    });
    return this.#sending;
  }

  async #send(spans: readonly EndedSpan[]): Promise<void> {
    const { url, headers, service } = this.#options;
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(encodeSpans(service, spans)),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`The collector answered ${answer.status}.`);
    } catch (error) {
      reportError("traces-not-sent", error, { spans: spans.length });
    }
  }
}

/** The body of `ExportTraceServiceRequest`, in its JSON form. */
function encodeSpans(service: string, spans: readonly EndedSpan[]) {
  return {
    resourceSpans: [
      {
        resource: { attributes: encodeAttributes({ "service.name": service }) },
        scopeSpans: [{ scope: { name: "terminal-zero" }, spans: spans.map(encodeSpan) }],
      },
    ],
  };
}

function encodeSpan(span: EndedSpan) {
  return {
    traceId: span.context.traceId,
    spanId: span.context.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    // The API counts kinds from 0, the protocol from 1.
    kind: span.kind + 1,
    startTimeUnixNano: toNano(span.startMs),
    endTimeUnixNano: toNano(Math.max(span.endMs, span.startMs)),
    attributes: encodeAttributes(span.attributes),
    events: span.events.map(({ name, atMs, attributes }) => ({
      name,
      timeUnixNano: toNano(atMs),
      attributes: encodeAttributes(attributes),
    })),
    status: { code: span.status.code },
  };
}

function encodeAttributes(attributes: Attributes) {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: encodeValue(value) }],
  );
}

function encodeValue(value: AttributeValue): object {
  if (Array.isArray(value))
    return { arrayValue: { values: value.map((one) => ({ stringValue: String(one) })) } };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number")
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { stringValue: String(value) };
}

function toNano(ms: number): string {
  return (BigInt(Math.round(ms * 1_000)) * 1_000n).toString();
}
