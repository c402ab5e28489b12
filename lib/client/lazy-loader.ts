/** What a lazy loader has: its value once loaded, and whether the last attempt failed. */
type LazyState<T> = { value: T | null; hasFailed: boolean };

/** Pause before the next attempt by itself, ms: doubled each time, up to the longest. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Loads code once for all who want it. A failed attempt is repeated while it is wanted: after a pause, when the
 * browser is online again, and by `retry`.
 */
export function createLazyLoader<T>(load: () => Promise<T>) {
  const first: LazyState<T> = { value: null, hasFailed: false };
  let state = first;
  let isLoading = false;
  let pauseMs = FIRST_PAUSE_MS;
  let wanted = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  const publish = (next: LazyState<T>) => {
    state = next;
    for (const listener of [...listeners]) listener();
  };
  const attempt = async () => {
    clearTimeout(timer);
    if (isLoading || state.value !== null) return;
    isLoading = true;
    try {
      publish({ value: await load(), hasFailed: false });
    } catch {
      publish({ value: null, hasFailed: true });
      if (wanted > 0) timer = setTimeout(retry, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    } finally {
      isLoading = false;
    }
  };
  const retry = () => void attempt();
  const leave = () => {
    wanted -= 1;
    if (wanted > 0) return;
    clearTimeout(timer);
    window.removeEventListener("online", retry);
  };

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read: () => state,
    /** The state before anything was loaded, for the server. */
    readFirst: () => first,
    /** Starts loading; returns the function that ends the interest. */
    want: () => {
      if (state.value !== null) return undefined;
      wanted += 1;
      if (wanted === 1) window.addEventListener("online", retry);
      retry();
      return leave;
    },
    retry,
  };
}

/** Calls `use` once, when the code of `loader` is loaded; returns the function that stops waiting for it. */
export function whenLoaded<T>(
  loader: ReturnType<typeof createLazyLoader<T>>,
  use: (value: T) => void,
): () => void {
  let isWaiting = true;
  const check = () => {
    const { value } = loader.read();
    if (!isWaiting || value === null) return;
    isWaiting = false;
    use(value);
  };
  const unsubscribe = loader.subscribe(check);
  const leave = loader.want();
  check();
  return () => {
    isWaiting = false;
    unsubscribe();
    leave?.();
  };
}
