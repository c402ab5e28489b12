const KEY = "tz:lab:tries";
const MOST_IDEAS = 200;

/**
 * Adds tries of a strategy on a market to those that this browser has made, and returns their number: the more
 * is tried, the less the best result means. Without storage, only `added` is known.
 */
export function countTries(idea: { strategy: string; symbol: string }, added: number): number {
  const name = `${idea.symbol} ${idea.strategy}`;
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const tries = new Map(Object.entries((stored ?? {}) as Record<string, number>));
    const before = Number(tries.get(name) ?? 0) || 0;
    tries.delete(name);
    tries.set(name, before + added);
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries([...tries].slice(-MOST_IDEAS))));
    return before + added;
  } catch {
    return added;
  }
}
