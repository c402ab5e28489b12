import "server-only";
import type { Market } from "@/lib/core/engine/context";
import type { SymbolFrame } from "@/lib/market/ingest/ticker-frame";
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
): Promise<ReadonlyMap<string, Market>> {
  const hub = getHub();
  if (symbols.length > 0 || options.forced) await hub.refresh(options.forced ? -1 : HUB_FRESH_MS);
  return new LazyMarkets(hub.frames());
}

/** Parses a symbol's frame at its first access: most decisions need one or two symbols. */
class LazyMarkets extends Map<string, Market> {
  readonly #frames: ReadonlyMap<string, SymbolFrame>;

  constructor(frames: ReadonlyMap<string, SymbolFrame>) {
    super();
    this.#frames = frames;
  }

  override get(symbol: string): Market | undefined {
    const frame = this.#frames.get(symbol);
    return (frame && parseMarket(frame)) ?? undefined;
  }
}
