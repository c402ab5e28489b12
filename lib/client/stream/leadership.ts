/** The part of `navigator.locks` that is used here. */
export type Locks = {
  request: (
    name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    callback: () => Promise<void>,
  ) => Promise<unknown>;
};

/**
 * One lock of which this page is a candidate: the browser gives it to the next candidate as soon as the page
 * that owns it closes, crashes or releases it.
 */
export class Leadership {
  readonly #locks: Locks;
  readonly #name: string;
  readonly #onGain: () => void;
  readonly #onLoss: () => void;
  #abort: AbortController | null = null;
  #release: (() => void) | null = null;

  constructor(locks: Locks, name: string, on: { gain: () => void; loss: () => void }) {
    this.#locks = locks;
    this.#name = name;
    this.#onGain = on.gain;
    this.#onLoss = on.loss;
  }

  /** Waits for the lock behind the other candidates. */
  stand(): void {
    if (this.#abort || this.#release) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#request({ signal: abort.signal }, abort);
  }

  /** Steals the lock from a page that does not respond. */
  seize(): void {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#request({ steal: true }, abort);
  }

  /** Releases the lock, or leaves the queue of candidates. */
  resign(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.#release?.();
    this.#release = null;
  }

  #request(options: { steal?: boolean; signal?: AbortSignal }, attempt: AbortController): void {
    const hold = () =>
      new Promise<void>((resolve) => {
        // Granted after it was released.
        if (attempt.signal.aborted) return resolve();
        this.#abort = null;
        this.#release = resolve;
        this.#onGain();
      });
    this.#locks.request(this.#name, options, hold).catch(() => {
      // Either released by this page, or stolen by another.
      if (attempt.signal.aborted || this.#abort !== null || this.#release === null) return;
      this.#release = null;
      this.#onLoss();
    });
  }
}
