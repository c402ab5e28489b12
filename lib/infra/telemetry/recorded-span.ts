import "server-only";
import type {
  Attributes,
  AttributeValue,
  Exception,
  Span,
  SpanContext,
  SpanKind,
  SpanStatus,
  TimeInput,
} from "@opentelemetry/api";

/** A span at its end. Times in ms since 1970, with fractions. */
export type EndedSpan = {
  context: SpanContext;
  parentSpanId: string | undefined;
  name: string;
  kind: SpanKind;
  startMs: number;
  endMs: number;
  attributes: Attributes;
  status: SpanStatus;
  events: { name: string; atMs: number; attributes: Attributes }[];
};

type Begun = Omit<EndedSpan, "endMs" | "status" | "events"> & { onEnd: (span: EndedSpan) => void };

/** A span that is being recorded; it is handed over once, at its end. */
export class RecordedSpan implements Span {
  readonly #span: EndedSpan;
  readonly #onEnd: Begun["onEnd"];
  #isEnded = false;

  constructor({ onEnd, ...begun }: Begun) {
    this.#onEnd = onEnd;
    this.#span = { ...begun, endMs: begun.startMs, status: { code: 0 }, events: [] };
  }

  spanContext(): SpanContext {
    return this.#span.context;
  }

  setAttribute(key: string, value: AttributeValue): this {
    this.#span.attributes[key] = value;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    Object.assign(this.#span.attributes, attributes);
    return this;
  }

  addEvent(name: string, more?: Attributes | TimeInput, time?: TimeInput): this {
    const isTime = typeof more === "number" || more instanceof Date || Array.isArray(more);
    const attributes = isTime ? {} : (more as Attributes | undefined);
    this.#span.events.push({ name, atMs: toMs(isTime ? more : time), attributes: attributes ?? {} });
    return this;
  }

  /** Links are not kept: nothing here makes them. */
  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(status: SpanStatus): this {
    this.#span.status = status;
    return this;
  }

  updateName(name: string): this {
    this.#span.name = name;
    return this;
  }

  /** The kind and code of what was thrown. Its message may hold what people entered, and stays here. */
  recordException(exception: Exception, time?: TimeInput): void {
    const type = typeof exception === "string" ? "Error" : (exception.name ?? "Error");
    this.addEvent("exception", { "exception.type": type }, time);
  }

  isRecording(): boolean {
    return !this.#isEnded;
  }

  end(time?: TimeInput): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#span.endMs = toMs(time);
    this.#onEnd(this.#span);
  }
}

/** Smaller numbers count from the start of the process: as an instant they would lie in 1973. */
const FROM_START_MS = 1e11;

/** An instant in ms since 1970, also from the forms that other libraries give it; without one, now. */
export function toMs(time: TimeInput | undefined): number {
  if (time === undefined) return performance.timeOrigin + performance.now();
  if (Array.isArray(time)) return time[0] * 1_000 + time[1] / 1e6;
  if (time instanceof Date) return time.getTime();
  return time < FROM_START_MS ? performance.timeOrigin + time : time;
}
