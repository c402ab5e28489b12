import "server-only";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { getRedis } from "@/lib/infra/redis";

const HALTED_KEY = "market:halted";
/** How long a process may go on without looking again, in ms. */
const KNOWN_FOR_MS = 1_000;

type Known = { atMs: number; symbols: Promise<ReadonlySet<string>> };

/** Symbols that an operator has halted; "*" halts all. At most a second old. */
export async function listHalted(): Promise<ReadonlySet<string>> {
  const cache = getProcessSingleton<{ known: Known | null }>("halted-symbols", () => ({ known: null }));
  if (!cache.known || Date.now() - cache.known.atMs > KNOWN_FOR_MS) {
    const symbols = getRedis()
      .smembers(HALTED_KEY)
      .then((members) => new Set(members));
    cache.known = { atMs: Date.now(), symbols };
    symbols.catch(() => {
      cache.known = null;
    });
  }
  return cache.known.symbols;
}

/** Halts or releases a symbol, or all of them by "*". Every process follows within a second. */
export async function setHalted(symbol: string, isHalted: boolean): Promise<void> {
  if (isHalted) await getRedis().sadd(HALTED_KEY, symbol);
  else await getRedis().srem(HALTED_KEY, symbol);
}
