import { chooseRetryDelayMs } from "@/emulators/qstash/choose-retry-delay-ms";
import type { Clock } from "@/emulators/qstash/clock";
import type { DeadLetters } from "@/emulators/qstash/dead-letters";
import type { DeliveryGate } from "@/emulators/qstash/delivery-gate";
import type { EventLog, EventState } from "@/emulators/qstash/event-log";
import type { FlowControls } from "@/emulators/qstash/flow-controls";
import { createCallback } from "@/emulators/qstash/publish/create-callback";
import {
  createMessage,
  encodeBody,
  type Message,
  type Publication,
} from "@/emulators/qstash/publish/message";
import type { Queues } from "@/emulators/qstash/queues";
import { isDelivered, isNonRetryable, type Outcome, sendDelivery } from "@/emulators/qstash/send-delivery";
import type { QstashSwitches } from "@/emulators/qstash/switches";

type Parts = {
  clock: Clock;
  switches: QstashSwitches;
  gate: DeliveryGate;
  flowControls: FlowControls;
  queues: Queues;
  events: EventLog;
  deadLetters: DeadLetters;
  /** The signing key, and an unknown one. */
  signingKey: () => string;
};

/** Processes every message from its acceptance to its end: delivered, failed or cancelled. */
export class Dispatcher {
  readonly #parts: Parts;
  readonly #messages = new Map<string, Message>();
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Starts to process a message. `done` resolves when it has ended, its callbacks included. */
  accept(publication: Publication): { message: Message; done: Promise<void> } {
    const message = createMessage(publication, this.#parts.clock.nowMs());
    this.#messages.set(message.messageId, message);
    this.#log(message, "CREATED");
    return { message, done: this.#run(message) };
  }

  /** A message that has not ended. */
  find(messageId: string): Message | undefined {
    return this.#messages.get(messageId);
  }

  /** All messages that have not ended. */
  list(): Message[] {
    return [...this.#messages.values()];
  }

  /** Stops a message for good. */
  cancel(message: Message): void {
    this.#log(message, "CANCEL_REQUESTED");
    message.cancel.abort();
  }

  /** Stops everything. */
  close(): void {
    this.#isClosed = true;
    for (const message of this.#messages.values()) message.cancel.abort();
  }

  async #run(message: Message): Promise<void> {
    const { clock, queues } = this.#parts;
    const { signal } = message.cancel;
    const { queueName } = message.publication;
    try {
      await clock.wait(message.dueAtMs - clock.nowMs(), signal);
      if (queueName === undefined) await this.#deliver(message);
      else {
        await new Promise<void>((resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason), { once: true });
          const run = () => this.#deliver(message).then(resolve, reject);
          queues.add(queueName, { run, isCancelled: () => signal.aborted });
        });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      if (!this.#isClosed) this.#log(message, "CANCELLED");
    } finally {
      this.#messages.delete(message.messageId);
    }
  }

  async #deliver(message: Message): Promise<void> {
    const { clock, switches, deadLetters } = this.#parts;
    const { publication } = message;
    if (Math.random() < switches.dropRate) return;
    const callbacks: Promise<void>[] = [];
    for (;;) {
      const outcome = await this.#attempt(message);
      message.cancel.signal.throwIfAborted();
      if (publication.callback) {
        callbacks.push(this.accept(createCallback(publication.callback, message, outcome)).done);
      }
      if (isDelivered(outcome)) {
        this.#log(message, "DELIVERED", outcome);
        break;
      }
      this.#log(message, "ERROR", outcome);
      if (message.retried >= publication.maxRetries || isNonRetryable(outcome)) {
        const dlqId = deadLetters.add(message, outcome);
        this.#log(message, "FAILED", outcome);
        if (publication.failureCallback) {
          const callback = createCallback(publication.failureCallback, message, outcome, dlqId);
          callbacks.push(this.accept(callback).done);
        }
        break;
      }
      // Reads the clock once for plan and log: between two reads, a fast clock advances by seconds.
      const timeMs = clock.nowMs();
      const delayMs = chooseRetryDelayMs({
        retried: message.retried,
        expression: publication.retryDelayExpression,
        responseHeaders: outcome.headers,
        nowMs: timeMs,
      });
      message.dueAtMs = timeMs + delayMs;
      this.#log(message, "RETRY", outcome, { timeMs, nextDeliveryTime: message.dueAtMs });
      await clock.wait(delayMs, message.cancel.signal);
      message.retried += 1;
    }
    this.#messages.delete(message.messageId);
    await Promise.all(callbacks);
  }

  async #attempt(message: Message): Promise<Outcome> {
    const { gate, flowControls, switches, signingKey } = this.#parts;
    const { flowControl } = message.publication;
    await gate.pass(message.cancel.signal);
    const release = flowControl ? await flowControls.acquire(flowControl, message.cancel.signal) : () => {};
    try {
      this.#log(message, "ACTIVE");
      const copies = Math.random() < switches.duplicateRate ? 2 : 1;
      const sent = Array.from({ length: copies }, () => sendDelivery(message, signingKey()));
      const [first] = await Promise.all(sent);
      return first ?? { status: 0, headers: null, body: Buffer.alloc(0) };
    } finally {
      release();
    }
  }

  #log(message: Message, state: EventState, outcome?: Outcome, more: Record<string, unknown> = {}): void {
    const response = outcome && {
      responseStatus: outcome.status || undefined,
      responseBody: encodeBody(outcome.body).body,
      error: outcome.error ?? (isDelivered(outcome) ? undefined : outcome.body.toString("utf8")),
    };
    this.#parts.events.add(message, state, { timeMs: this.#parts.clock.nowMs(), ...response, ...more });
  }
}
