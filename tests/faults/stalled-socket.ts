import { Duplex } from "node:stream";

/**
 * A socket whose other end takes `bytesPerSecond` and no more, without the kernel's buffers, which take megabytes
 * before a writer notices anything. A server accepts it by its `connection` event.
 */
export class StalledSocket extends Duplex {
  readonly remoteAddress = "127.0.0.1";
  readonly #received: Buffer[] = [];
  #bytesPerSecond: number;
  #waiting: (() => void) | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { request: string; bytesPerSecond: number }) {
    super();
    this.#bytesPerSecond = options.bytesPerSecond;
    this.push(options.request);
  }

  /** What the other end has read, as text. */
  text(): string {
    return Buffer.concat(this.#received).toString();
  }

  /** Sets the bytes per second that the other end reads. */
  setRate(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
    this.#waiting?.();
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#waiting = () => {
      const takesMs = (chunk.length * 1_000) / this.#bytesPerSecond;
      if (!Number.isFinite(takesMs)) return;
      this.#waiting = null;
      this.#timer = setTimeout(() => {
        this.#received.push(chunk);
        done();
      }, takesMs);
    };
    this.#waiting();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#timer);
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
