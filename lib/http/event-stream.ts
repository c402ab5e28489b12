import "server-only";
import type { ServerResponse } from "node:http";

/** Bytes that may wait in this process for one slow reader. */
const BUDGET_BYTES = 64 * 1024;
/** A reader that has not caught up after this long is cut, in ms. */
const STALLED_MS = 10_000;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  // Without no-transform Next's gzip would hold events back until its buffer is full.
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
} as const;

/**
 * One browser's event stream. While its reader is slow nothing is queued for it: what it misses is
 * replaced by one catch-up with the newest state when it reads again, and a reader that stands still is cut.
 */
export class EventStream {
  readonly #response: ServerResponse;
  #catchUp: () => Buffer = () => Buffer.alloc(0);
  #blockedAtMs: number | null = null;
  #missed = false;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** Sends the head and the first events in one write. Nothing may be sent before. */
  open(options: { retryMs: number; greeting: Buffer; catchUp: () => Buffer }): void {
    this.#catchUp = options.catchUp;
    this.#response.on("drain", () => this.#resume());
    this.#response.socket?.setNoDelay(true);
    this.#response.socket?.setTimeout(0);
    this.#response.writeHead(200, HEADERS);
    this.send(Buffer.concat([Buffer.from(`retry: ${options.retryMs}\n\n`), options.greeting]));
  }

  /**
   * Sends bytes that are already encoded events, or counts them as missed while the reader is slow. Answers whether
   * they were taken.
   */
  send(bytes: Buffer): boolean {
    if (this.#blockedAtMs !== null) {
      this.#missed = true;
      return false;
    }
    if (this.#response.destroyed) return false;
    this.#response.write(bytes);
    if (this.#response.writableLength > BUDGET_BYTES) this.#blockedAtMs = Date.now();
    return true;
  }

  /** Cuts the connection when its reader has stood still for too long. */
  cutIfStalled(nowMs: number): void {
    if (this.#blockedAtMs !== null && nowMs - this.#blockedAtMs > STALLED_MS) this.#response.destroy();
  }

  /** Ends the stream on purpose; the browser comes back after `retry`. */
  end(): void {
    this.#response.end();
  }

  #resume(): void {
    this.#blockedAtMs = null;
    if (!this.#missed) return;
    this.#missed = false;
    this.send(this.#catchUp());
  }
}
