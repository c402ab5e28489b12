import "server-only";

/**
 * Results of slow queries, shared by all callers in this process that ask for the same: while a query is under way,
 * and for `forMs` from its beginning. A failed one is forgotten at once.
 */
export class SharedResponses<T> {
  readonly #forMs: number;
  readonly #known = new Map<string, Promise<T>>();

  constructor(options: { forMs: number }) {
    this.#forMs = options.forMs;
  }

  get(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#known.get(key);
    if (known) return known;
    const startedMs = Date.now();
    const response = load();
    this.#known.set(key, response);
    const forget = () => this.#known.delete(key);
    response.then(() => {
      const leftMs = startedMs + this.#forMs - Date.now();
      if (leftMs <= 0) forget();
      else setTimeout(forget, leftMs).unref();
    }, forget);
    return response;
  }
}
