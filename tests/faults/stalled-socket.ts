import { Duplex } from "node:stream";

/**
 * A socket whose other end takes `bytesPerSecond` and no more, without the kernel's buffers, which take megabytes
 * before a writer notices anything. A server accepts it by its `connection` event.
 */
export class StalledSocket extends Duplex {
  readonly remoteAddress = "127.0.0.1";
  /** What the other end has read. */
  received = 0;
  readonly #msPerByte: number;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: { request: string; bytesPerSecond: number }) {
    super();
    this.#msPerByte = 1_000 / options.bytesPerSecond;
    this.push(options.request);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const takesMs = chunk.length * this.#msPerByte;
    if (!Number.isFinite(takesMs)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.received += chunk.length;
      done();
    }, takesMs);
    this.#timers.add(timer);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    for (const timer of this.#timers) clearTimeout(timer);
    done(error);
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }
}
