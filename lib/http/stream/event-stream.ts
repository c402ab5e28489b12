import "server-only";
import { type EventBlock, lastBytes, type StreamForm } from "@/lib/infra/event-block";

/** Bytes that may be buffered in this process for one slow reader. */
const BUDGET_BYTES = 64 * 1024;
/** A reader that has not caught up after this long is disconnected, in ms. */
const STALLED_MS = 10_000;

/** The output of a stream: the response of either server. */
export type StreamSink = {
  write: (bytes: Buffer) => void;
  /** Bytes written that the reader's connection has not accepted yet. */
  waitingBytes: () => number;
  /** Ends the response after the written bytes. */
  end: (last: Buffer) => void;
  /** Closes the connection immediately. */
  destroy: () => void;
};

/**
 * One reader's event stream. While the reader is slow nothing is queued for it: what it misses is replaced by
 * one catch-up with the newest state when it reads again. A stalled reader is disconnected.
 */
export class EventStream {
  readonly form: StreamForm;
  readonly #sink: StreamSink;
  readonly #catchUp: () => Buffer;
  #blockedAtMs: number | null = null;
  #isClosed = false;

  /** `catchUp` returns, in the stream's format, the replacement for everything that a slow reader missed. */
  constructor(options: { form: StreamForm; sink: StreamSink; catchUp: () => Buffer }) {
    this.form = options.form;
    this.#sink = options.sink;
    this.#catchUp = options.catchUp;
  }

  /**
   * Sends bytes in the stream's format that contain whole events, or marks them as missed while the reader is
   * slow. Returns whether they were accepted.
   */
  send(bytes: Buffer): boolean {
    if (this.#isClosed) return false;
    if (this.#blockedAtMs !== null) {
      this.#resumeIfRead();
      // Skipped bytes are part of the catch-up.
      return false;
    }
    this.#write(bytes);
    return true;
  }

  /** The same for a block. */
  sendBlock(block: EventBlock): boolean {
    return this.send(block.bytes(this.form));
  }

  /**
   * Checks a slow reader: catches it up when it has read, and disconnects it when it has stalled for too
   * long.
   */
  checkStalled(nowMs: number): void {
    if (this.#blockedAtMs === null || this.#isClosed) return;
    this.#resumeIfRead();
    if (this.#blockedAtMs !== null && nowMs - this.#blockedAtMs > STALLED_MS) this.#sink.destroy();
  }

  /** Ends the stream regularly; the browser reconnects after `retry`. */
  end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#sink.end(lastBytes(this.form));
  }

  /** The connection has ended: nothing is written any more. */
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
