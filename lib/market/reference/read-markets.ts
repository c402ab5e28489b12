import "server-only";
import type { Markets } from "@/lib/core/engine/context";
import { getHub } from "@/lib/market/stream/hub";
import { parseMarket } from "@/lib/market/venue/parse-market";

/** Leaders publish at least ten times a second: within this time the hub is as new as Redis, in ms. */
const HUB_FRESH_MS = 500;

/**
 * The newest market of each symbol, as the feed's leaders published it. It comes from this process's hub,
 * which reads what it has missed if a leader has not published recently. `forced` always reads. Without
 * `symbols` no market must be new.
 *
 * @throws when Redis can't be reached and the hub is outdated
 */
export async function readMarkets(
  symbols: readonly string[],
  options: { forced?: boolean } = {},
): Promise<Markets> {
  const hub = getHub();
  if (symbols.length > 0 || options.forced) await hub.refresh(options.forced ? -1 : HUB_FRESH_MS);
  const frames = hub.frames();
  // Parsed at its first access: most decisions need one or two symbols.
  return {
    get: (symbol) => {
      const frame = frames.get(symbol);
      return (frame && parseMarket(frame)) ?? undefined;
    },
  };
}
