import { SpanStatusCode } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { expect, it } from "vitest";
import { RedactingSpanProcessor } from "@/lib/infra/redacting-span-processor";

it("exports the type and the code of an error, and nothing of its message", () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({
    spanProcessors: [new RedactingSpanProcessor(), new SimpleSpanProcessor(exporter)],
  });
  const span = provider.getTracer("test").startSpan("work", { attributes: { symbol: "BTCUSDT" } });
  span.addEvent("retry", { attempt: 2 });
  span.recordException(new TypeError("secret@example.com is not a function"));
  span.recordException("secret@example.com");
  span.setStatus({ code: SpanStatusCode.ERROR, message: "secret@example.com" });
  span.end();

  const [exported] = exporter.getFinishedSpans();
  expect(exported?.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(exported?.attributes).toEqual({ symbol: "BTCUSDT" });
  expect(exported?.events.map(({ name, attributes }) => [name, attributes])).toEqual([
    ["retry", { attempt: 2 }],
    ["exception", { "exception.type": "TypeError" }],
    ["exception", { "exception.type": "Error" }],
  ]);
});
