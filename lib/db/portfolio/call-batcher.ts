import "server-only";

/** A call that waits for its part of a statement. */
export type PendingCall<Input, Output> = {
  input: Input;
  resolve: (output: Output) => void;
  reject: (error: unknown) => void;
};

type Options<Input, Output> = {
  /** Maximum number of concurrent statements. */
  parallel: number;
  /** Maximum number of calls in one statement. */
  size: number;
  /** Calls with the same key are never in one statement; leave it out if they may be. */
  keyOf?: (input: Input) => string;
  /** Runs one statement and resolves or rejects each of its calls. */
  run: (calls: readonly PendingCall<Input, Output>[]) => Promise<void>;
};

/**
 * Puts calls that wait at the same time into one statement. While fewer than `parallel` statements run, a
 * call starts one immediately; calls that arrive meanwhile share the next one. The number of statements per
 * call therefore falls as load rises.
 */
export class CallBatcher<Input, Output> {
  readonly #options: Options<Input, Output>;
  readonly #waiting: PendingCall<Input, Output>[] = [];
  #running = 0;

  constructor(options: Options<Input, Output>) {
    this.#options = options;
  }

  /** The output for `input`. @throws the error of its statement */
  call(input: Input): Promise<Output> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ input, resolve, reject });
      if (this.#running < this.#options.parallel) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#running += 1;
    while (this.#waiting.length > 0) await this.#options.run(this.#takeNext());
    this.#running -= 1;
  }

  #takeNext(): PendingCall<Input, Output>[] {
    const { size, keyOf } = this.#options;
    if (keyOf === undefined) return this.#waiting.splice(0, size);
    const keys = new Set<string>();
    for (const { input } of this.#waiting.slice(0, size)) {
      if (keys.has(keyOf(input))) break;
      keys.add(keyOf(input));
    }
    return this.#waiting.splice(0, keys.size);
  }
}
