import "server-only";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { getRedis } from "@/lib/infra/redis/redis";

/** Redis' copy of the switches: a JSON list of the names that are on. */
const KEY = "operator-switches";
/** How long a copy lasts, in s: of two changes at once the older list may be copied last, and must not stay. */
const COPY_S = 30;
/** How long a process may go on without looking again, in ms. */
const KNOWN_FOR_MS = 1_000;

type Known = { atMs: number; names: Promise<ReadonlySet<string>> };

/**
 * The switches that are on, at most a second old. They come from Redis; where its copy was lost, from `loadStored`,
 * which has the truth, and the copy is made again. @throws when neither can be reached
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

/** Makes Redis' copy again after a change; every process follows within a second. */
export async function publishSwitches(names: readonly string[]): Promise<void> {
  await getRedis().set(KEY, JSON.stringify(names), { ex: COPY_S });
}

async function load(loadStored: () => Promise<string[]>): Promise<ReadonlySet<string>> {
  const copy = await getRedis().get<string>(KEY);
  if (copy) return new Set(JSON.parse(copy) as string[]);
  const stored = await loadStored();
  await publishSwitches(stored);
  return new Set(stored);
}
