/** What was read under a key, and why the last attempt failed. */
export type SharedRead<T> = { data: T | undefined; error: Error | null; isLoading: boolean };

type Entry = {
  state: SharedRead<unknown>;
  load: () => Promise<unknown>;
  /** Rises with each change made here, which a response that was requested before must not undo. */
  version: number;
  /** While it is loading. */
  running: Promise<void> | null;
  isWantedAgain: boolean;
  failures: number;
  loadedAtMs: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  listeners: Set<() => void>;
};

const NOTHING: SharedRead<never> = { data: undefined, error: null, isLoading: false };
/** A value read within this time is not read again by a component that begins to use it, ms. */
const FRESH_MS = 2_000;
/** Pause after a first failure, doubled with each one, ms. */
const RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

const entries = new Map<string, Entry>();

/** The state of a key; the same object until it changes. */
export function readShared<T>(key: string | null): SharedRead<T> {
  return ((key !== null && entries.get(key)?.state) || NOTHING) as SharedRead<T>;
}

/**
 * Calls `listener` with each change of a key, and loads it unless it is fresh: with `isConstant` once loaded. After a
 * failure it is loaded again as long as anything listens.
 */
export function subscribeShared(
  key: string,
  by: { load: () => Promise<unknown>; listener: () => void; isConstant?: boolean },
): () => void {
  const entry = entries.get(key) ?? createEntry(by.load);
  entries.set(key, entry);
  entry.load = by.load;
  entry.listeners.add(by.listener);
  const isFresh =
    entry.state.data !== undefined && (by.isConstant || performance.now() - entry.loadedAtMs < FRESH_MS);
  if (!isFresh) void (entry.running ?? start(entry));
  return () => {
    entry.listeners.delete(by.listener);
    if (entry.listeners.size === 0) clearTimeout(entry.timer);
  };
}

/** Loads a key again, if anything has used it; what is on its way may be older and is followed by another request. */
export async function reloadShared(key: string): Promise<void> {
  const entry = entries.get(key);
  if (!entry) return;
  if (entry.running) entry.isWantedAgain = true;
  await (entry.running ?? start(entry));
}

/** Changes what is known under a key; a response that is on its way is dropped. */
export function changeShared<T>(key: string, change: (known: T | undefined) => T): void {
  const entry = entries.get(key);
  if (!entry) return;
  entry.version += 1;
  publish(entry, { data: change(entry.state.data as T | undefined), error: null, isLoading: false });
}

function createEntry(loader: () => Promise<unknown>): Entry {
  return {
    state: NOTHING,
    load: loader,
    version: 0,
    running: null,
    isWantedAgain: false,
    failures: 0,
    loadedAtMs: 0,
    timer: undefined,
    listeners: new Set(),
  };
}

function start(entry: Entry): Promise<void> {
  clearTimeout(entry.timer);
  entry.running = loadWhileWanted(entry).finally(() => {
    entry.running = null;
  });
  return entry.running;
}

async function loadWhileWanted(entry: Entry): Promise<void> {
  do {
    entry.isWantedAgain = false;
    await load(entry);
  } while (entry.isWantedAgain);
}

async function load(entry: Entry): Promise<void> {
  const version = ++entry.version;
  publish(entry, { ...entry.state, isLoading: true });
  try {
    const data = await entry.load();
    if (entry.version !== version) return;
    entry.failures = 0;
    entry.loadedAtMs = performance.now();
    publish(entry, { data, error: null, isLoading: false });
  } catch (error) {
    if (entry.version !== version) return;
    publish(entry, { ...entry.state, error: error as Error, isLoading: false });
    const pauseMs = Math.min(RETRY_MS * 2 ** entry.failures, LONGEST_RETRY_MS);
    entry.failures += 1;
    if (entry.listeners.size > 0) entry.timer = setTimeout(() => void start(entry), pauseMs);
  }
}

function publish(entry: Entry, state: SharedRead<unknown>): void {
  entry.state = state;
  for (const listener of [...entry.listeners]) listener();
}
