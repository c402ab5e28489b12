import { QstashError } from "@/emulators/qstash/qstash-error";

type Queue = {
  name: string;
  parallelism: number;
  isPaused: boolean;
  createdAtMs: number;
  updatedAtMs: number;
  active: number;
  waiting: { run: () => Promise<void>; isCancelled: () => boolean }[];
};

/**
 * Queues: first in, first out. A place is free again only when a message is done with its retries and its
 * callbacks, so one failing message blocks its queue.
 */
export class Queues {
  readonly #queues = new Map<string, Queue>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Creates or changes a queue. @throws QstashError 400 for a bad name or parallelism */
  upsert(name: string, change: { parallelism?: number; isPaused?: boolean } = {}): void {
    const queue = this.#open(name);
    if (change.parallelism !== undefined) {
      if (!Number.isInteger(change.parallelism) || change.parallelism < 1) {
        throw new QstashError(400, "parallelism must be at least 1");
      }
      queue.parallelism = change.parallelism;
    }
    if (change.isPaused !== undefined) queue.isPaused = change.isPaused;
    queue.updatedAtMs = this.#nowMs();
    this.#startWhatMay(queue);
  }

  /** Adds a message at the end; a queue that does not exist is made. `run` settles when the message is done. */
  add(name: string, item: { run: () => Promise<void>; isCancelled: () => boolean }): void {
    const queue = this.#open(name);
    queue.waiting.push(item);
    this.#startWhatMay(queue);
  }

  /** Removes a queue; messages in it are not delivered any more. */
  remove(name: string): void {
    const queue = this.#queues.get(name);
    if (queue) queue.waiting = [];
    this.#queues.delete(name);
  }

  /** A queue as the API shows it. @throws QstashError 404 */
  describe(name: string): Record<string, unknown> {
    const queue = this.#queues.get(name);
    if (!queue) throw new QstashError(404, `queue ${name} not found`);
    return {
      name,
      parallelism: queue.parallelism,
      paused: queue.isPaused,
      lag: queue.waiting.length + queue.active,
      createdAt: queue.createdAtMs,
      updatedAt: queue.updatedAtMs,
    };
  }

  /** All queues as the API shows them. */
  list(): Record<string, unknown>[] {
    return [...this.#queues.keys()].map((name) => this.describe(name));
  }

  #open(name: string): Queue {
    const present = this.#queues.get(name);
    if (present) return present;
    if (!/^[A-Za-z0-9._-]+$/.test(name)) throw new QstashError(400, `invalid queue name: ${name}`);
    const nowMs = this.#nowMs();
    const queue: Queue = {
      name,
      parallelism: 1,
      isPaused: false,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
      active: 0,
      waiting: [],
    };
    this.#queues.set(name, queue);
    return queue;
  }

  #startWhatMay(queue: Queue): void {
    while (!queue.isPaused && queue.active < queue.parallelism) {
      const next = queue.waiting.shift();
      if (!next) return;
      if (next.isCancelled()) continue;
      queue.active += 1;
      void next.run().finally(() => {
        queue.active -= 1;
        this.#startWhatMay(queue);
      });
    }
  }
}
