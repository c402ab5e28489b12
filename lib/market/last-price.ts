import "server-only";
import type { Market } from "@/lib/core/engine/context";
import { getHub } from "@/lib/market/hub";
import { readLatestFramesOf } from "@/lib/market/ingest-lease";
import { parseMarket } from "@/lib/market/parse-market";
import { isNewerFrame, type SlicedFrame, sliceFrame } from "@/lib/market/ticker-frame";

/** A frame that this process's hub heard so lately is as new as what Redis holds, in ms. */
const HUB_FRESH_MS = 500;
const RECEIVED = /"receivedMs":(\d+)\}$/;

/**
 * The newest market of each symbol, as the leader of the feed published it. The hub of this process is asked
 * first; what it has not heard of in the last half second is read from Redis. `forced` always reads Redis too.
 *
 * @throws when Redis can't be reached and the hub has nothing fresh.
 */
export async function readMarkets(
  symbols: readonly string[],
  options: { forced?: boolean } = {},
): Promise<ReadonlyMap<string, Market>> {
  const frames = getHub().newestFrames();
  const unheard = options.forced ? symbols : symbols.filter((symbol) => !isFresh(frames.get(symbol)));
  if (unheard.length > 0) await takeStored(frames, unheard);
  return new LazyMarkets(frames);
}

async function takeStored(frames: Map<string, SlicedFrame>, symbols: readonly string[]): Promise<void> {
  for (const [symbol, text] of await readLatestFramesOf(symbols)) {
    const stored = sliceFrame(text);
    const heard = frames.get(symbol);
    if (stored && (!heard || isNewerFrame(stored, heard))) frames.set(symbol, stored);
  }
}

function isFresh(frame: SlicedFrame | undefined): boolean {
  const receivedMs = frame && RECEIVED.exec(frame.tick)?.[1];
  return receivedMs !== undefined && Date.now() - Number(receivedMs) < HUB_FRESH_MS;
}

/** Parses a symbol's frame when it is first asked for: most decisions look at one or two symbols. */
class LazyMarkets extends Map<string, Market> {
  readonly #frames: ReadonlyMap<string, SlicedFrame>;

  constructor(frames: ReadonlyMap<string, SlicedFrame>) {
    super();
    this.#frames = frames;
  }

  override get(symbol: string): Market | undefined {
    const frame = this.#frames.get(symbol);
    return (frame && parseMarket(frame)) ?? undefined;
  }
}
