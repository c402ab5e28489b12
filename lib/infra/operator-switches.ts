import "server-only";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { getFailFastRedis, getRedis } from "@/lib/infra/redis/redis";

/** Redis key of the copy of the switches: a JSON list of the names that are on. */
const KEY = "operator-switches";
/**
 * Lifetime of a copy in seconds: of two concurrent changes the older list may be copied last, and must not
 * stay.
 */
const COPY_S = 30;
/** How long a process uses its own copy, in ms. */
const KNOWN_FOR_MS = 1_000;

type Known = { atMs: number; names: Promise<ReadonlySet<string>> };

/**
 * The switches that are on, at most a second old. They are read from Redis or, if its copy is missing or Redis is
 * unavailable, from `loadStored`, which is authoritative; a missing copy is restored. @throws when neither can be read
 */
export function readSwitches(loadStored: () => Promise<string[]>): Promise<ReadonlySet<string>> {
  const cache = getProcessSingleton<{ known: Known | null }>("operator-switches", () => ({ known: null }));
  if (!cache.known || Date.now() - cache.known.atMs > KNOWN_FOR_MS) {
    const names = load(loadStored);
    cache.known = { atMs: Date.now(), names };
    names.catch(() => {
      cache.known = null;
    });
  }
  return cache.known.names;
}

/** Writes the copy in Redis after a change; every process reads it within a second. */
export async function publishSwitches(names: readonly string[]): Promise<void> {
  await getRedis().set(KEY, JSON.stringify(names), { ex: COPY_S });
}

async function load(loadStored: () => Promise<string[]>): Promise<ReadonlySet<string>> {
  let copy: string | null;
  try {
    copy = await getFailFastRedis().get<string>(KEY);
  } catch {
    return new Set(await loadStored());
  }
  if (copy) return new Set(JSON.parse(copy) as string[]);
  const stored = await loadStored();
  await publishSwitches(stored);
  return new Set(stored);
}
