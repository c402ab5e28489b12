import "server-only";
import { type EventBlock, lastBytes, type StreamForm } from "@/lib/infra/event-block";

/** Bytes that may wait in this process for one slow reader. */
const BUDGET_BYTES = 64 * 1024;
/** A reader that has not caught up after this long is cut, in ms. */
const STALLED_MS = 10_000;

/** Where a stream is written to: the response of whichever server it runs in. */
export type StreamSink = {
  write: (bytes: Buffer) => void;
  /** Bytes that were written and that the reader's connection has not taken. */
  waitingBytes: () => number;
  /** Ends the response after what was written. */
  end: (last: Buffer) => void;
  /** Cuts the connection. */
  destroy: () => void;
};

/**
 * One reader's event stream. While the reader is slow nothing is queued for it: what it misses is replaced by one
 * catch-up with the newest state when it reads again, and a reader that stands still is cut.
 */
export class EventStream {
  readonly form: StreamForm;
  readonly #sink: StreamSink;
  readonly #catchUp: () => Buffer;
  #blockedAtMs: number | null = null;
  #isClosed = false;

  /** `catchUp` gives, in the stream's form, what replaces everything that a slow reader missed. */
  constructor(options: { form: StreamForm; sink: StreamSink; catchUp: () => Buffer }) {
    this.form = options.form;
    this.#sink = options.sink;
    this.#catchUp = options.catchUp;
  }

  /**
   * Sends bytes in the stream's form that hold whole events, or counts them as missed while the reader is slow.
   * Returns whether they were taken.
   */
  send(bytes: Buffer): boolean {
    if (this.#isClosed) return false;
    if (this.#blockedAtMs !== null) {
      this.#resumeIfRead();
      // What was not sent is part of the catch-up.
      return false;
    }
    this.#write(bytes);
    return true;
  }

  /** The same for a block. */
  sendBlock(block: EventBlock): boolean {
    return this.send(block.bytes(this.form));
  }

  /** Looks after a slow reader: catches it up when it has read, and cuts it when it has stood still for too long. */
  checkStalled(nowMs: number): void {
    if (this.#blockedAtMs === null || this.#isClosed) return;
    this.#resumeIfRead();
    if (this.#blockedAtMs !== null && nowMs - this.#blockedAtMs > STALLED_MS) this.#sink.destroy();
  }

  /** Ends the stream on purpose; the browser comes back after `retry`. */
  end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#sink.end(lastBytes(this.form));
  }

  /** The connection is gone: nothing is written from now on. */
  close(): void {
    this.#isClosed = true;
  }

  #resumeIfRead(): void {
    if (this.#sink.waitingBytes() > 0) return;
    this.#blockedAtMs = null;
    this.#write(this.#catchUp());
  }

  #write(bytes: Buffer): void {
    this.#sink.write(bytes);
    if (this.#sink.waitingBytes() > BUDGET_BYTES) this.#blockedAtMs = Date.now();
  }
}
