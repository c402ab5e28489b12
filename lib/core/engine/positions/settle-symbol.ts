import type { Command } from "@/lib/core/engine/commands";
import { type Draft, marketOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { cancelAllOrders, closeBySystem } from "@/lib/core/engine/orders/close-by-system";
import { nameSide } from "@/lib/core/engine/state/state";

/**
 * Cancels the orders of a symbol that is no longer traded and closes its position at the given price, else at
 * the last mark, else (no mark known) at the entry price. A second call does nothing.
 */
export function settleSymbol(draft: Draft, command: Extract<Command, { type: "settle-symbol" }>): void {
  const { symbol, cause, note } = command;
  cancelAllOrders(draft, "delisted", symbol);
  const market = command.price === undefined ? marketOf(draft.context, symbol) : null;
  for (const position of draft.state.positions) {
    if (position.symbol !== symbol) continue;
    const side = nameSide(draft.state, position);
    const price = command.price ?? market?.mark ?? position.entryPrice;
    emit(draft, { type: "symbol-settled", symbol, ...side, price, tickMs: market?.tickMs ?? 0, cause, note });
    closeBySystem(draft, position, { purpose: "delisted", price, source: "mark" });
  }
}
