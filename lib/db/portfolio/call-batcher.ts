import "server-only";

/** A caller that waits for its part of a statement. */
export type PendingCall<Input, Output> = {
  input: Input;
  resolve: (output: Output) => void;
  reject: (error: unknown) => void;
};

type Options<Input, Output> = {
  /** Statements that run at the same time. */
  parallel: number;
  /** Calls of one statement at most. */
  size: number;
  /** Calls with the same key are never in one statement; leave it out where they may be. */
  keyOf?: (input: Input) => string;
  /** Runs one statement and settles each of its calls. */
  run: (calls: readonly PendingCall<Input, Output>[]) => Promise<void>;
};

/**
 * Puts calls that wait at the same time into one statement. While fewer than `parallel` statements run, a call starts
 * one at once; what comes meanwhile goes together in the next. So the statements per call fall as the load rises.
 */
export class CallBatcher<Input, Output> {
  readonly #options: Options<Input, Output>;
  readonly #waiting: PendingCall<Input, Output>[] = [];
  #running = 0;

  constructor(options: Options<Input, Output>) {
    this.#options = options;
  }

  /** The output for `input`. @throws what its statement failed with */
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
