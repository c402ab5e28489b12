import "server-only";
import type { BookDto, Tick, TradePrint } from "@/lib/schemas/market/market";

/** The newest published trade, so that a successor continues exactly after it. */
export type TradeCursor = { id: string; timeMs: number };

/** The leader's knowledge of the venue's clock and of the price path, for filling orders. */
export type FrameClock = {
  /** Venue's clock minus ours, ms; see `VenueClock`. */
  offsetMs: number;
  /** Venue's time up to which the symbol's price path has been walked, ms; 0 while unknown. */
  walkedMs: number;
};

/** The state of one symbol at one publication. Immutable: a later one is another object. */
export type SymbolFrame = {
  /** The lease's fence of the leader that published it; a frame of an older fence is void. */
  fence: number;
  /** Rises with each publication of one leader. */
  sequence: number;
  lastTrade: TradeCursor | null;
  clock: FrameClock | null;
  tick: Tick;
  /** Null for a symbol of which only the ticker is followed. */
  book: BookDto | null;
  /** The trades of this publication. */
  trades: readonly TradePrint[];
};

/**
 * Whether a frame was published after another one of its symbol: by a later leader, or later by the same one.
 */
export function isNewerFrame(frame: SymbolFrame, than: SymbolFrame): boolean {
  return frame.fence > than.fence || (frame.fence === than.fence && frame.sequence > than.sequence);
}
