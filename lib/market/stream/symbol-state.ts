import "server-only";
import type { SymbolFrame } from "@/lib/market/ingest/ticker-frame";
import type { TradePrint } from "@/lib/schemas/market/market";
import { TAPE_LENGTH } from "@/lib/schemas/market/market-stream";
import type { SymbolSource, TapeView } from "@/lib/stream/symbol-view";

/**
 * Length of the shortened trade id: enough to tell the trades of one tape apart; whole ids would be a third
 * of the stream.
 */
const ID_LENGTH = 8;

/** The newest frame of one symbol and its latest trades. */
export class SymbolState {
  #source: SymbolSource | null = null;

  apply({ tick, book, trades }: SymbolFrame): void {
    const tape = this.#source?.tape ?? { count: 0, trades: [] };
    this.#source = { tick, book, tape: trades.length > 0 ? extendTape(tape, trades) : tape };
  }

  /** The symbol's current state; null before the first frame. */
  read(): SymbolSource | null {
    return this.#source;
  }
}

function extendTape(tape: TapeView, trades: readonly TradePrint[]): TapeView {
  const named = trades.map((trade) => ({ ...trade, id: trade.id.slice(0, ID_LENGTH) }));
  return { count: tape.count + named.length, trades: [...tape.trades, ...named].slice(-TAPE_LENGTH) };
}
