import "server-only";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace-node";

/**
 * Removes the messages and stacks of errors from ended spans, Next's as well as ours: they may contain user
 * input. The type of the error and the status code stay. Must precede the processor that exports.
 */
export class RedactingSpanProcessor implements SpanProcessor {
  onStart(): void {}

  onEnd({ events, status }: ReadableSpan): void {
    delete status.message;
    for (const event of events) {
      if (event.name !== "exception") continue;
      event.attributes = { "exception.type": event.attributes?.["exception.type"] ?? "Error" };
    }
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
