/** The part of `navigator.locks` that is used here. */
export type Locks = {
  request: (
    name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    callback: () => Promise<void>,
  ) => Promise<unknown>;
};

/**
 * One lock of which this page is a candidate: the browser gives it to the next candidate as soon as the page that
 * holds it closes, crashes or lets go.
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

  get hasPosition(): boolean {
    return this.#release !== null;
  }

  /** Waits for the lock behind the other candidates. */
  stand(): void {
    if (this.#abort || this.#release) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#request({ signal: abort.signal }, abort);
  }

  /** Takes the lock from a page that does not answer. */
  seize(): void {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#request({ steal: true }, abort);
  }

  /** Gives the lock back, or the place among the candidates. */
  resign(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.#release?.();
    this.#release = null;
  }

  #request(options: { steal?: boolean; signal?: AbortSignal }, attempt: AbortController): void {
    const hold = () =>
      new Promise<void>((resolve) => {
        // It was granted after it had been given up.
        if (attempt.signal.aborted) return resolve();
        this.#abort = null;
        this.#release = resolve;
        this.#onGain();
      });
    this.#locks.request(this.#name, options, hold).catch(() => {
      // Either given up by ourselves, or taken by another page.
      if (attempt.signal.aborted || this.#abort !== null || this.#release === null) return;
      this.#release = null;
      this.#onLoss();
    });
  }
}
