import "server-only";
import type { Market } from "@/lib/core/engine/context";
import { readMarkets } from "@/lib/market/reference/read-markets";
import { getHub } from "@/lib/market/stream/hub";

/** A process whose hub receives no messages (yet) reads the stored state this often, in ms. */
const LOOK_EVERY_MS = 100;

/**
 * Resolves as soon as the newest market of a symbol fulfils the condition, or after `limitMs`; returns
 * whether it does.
 */
export async function waitForMarket(
  symbol: string,
  isAwaited: (market: Market) => boolean,
  limitMs: number,
): Promise<boolean> {
  const expiresAtMs = Date.now() + limitMs;
  for (;;) {
    const market = (await readMarkets([symbol])).get(symbol);
    if (market !== undefined && isAwaited(market)) return true;
    const leftMs = expiresAtMs - Date.now();
    if (leftMs <= 0) return false;
    await getHub().nextFrame(symbol, Math.min(leftMs, LOOK_EVERY_MS));
  }
}
