import "server-only";

/**
 * Results of slow queries, shared by all callers in this process with the same key: while a query is running,
 * and for `forMs` from its start. A failed one is removed immediately.
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
