import { formatHeld } from "@/lib/client/portfolio/format-held";
import type { Translate } from "@/lib/client/translate";
import type { DeferredChangeDto, OrderDto, PositionDto } from "@/lib/schemas/trading/trading-responses";

type T = Translate<"terminal">;

/** A pending change as a title. */
export function formatPendingChange({ type, symbol, side }: DeferredChangeDto, t: T): string {
  const change = t(`change.type.${type}`);
  return symbol === null ? change : t("change.of", { change, symbol: formatHeld({ symbol, side }, t) });
}

/** The change of an order that takes effect after the gap of the price feed, or null. */
export function findPendingChange(
  order: Pick<OrderDto, "id" | "symbol">,
  changes: readonly DeferredChangeDto[],
  t: T,
): string | null {
  const concerns = (change: DeferredChangeDto) =>
    change.orderId === order.id || (change.type === "cancel-all" && change.symbol === order.symbol);
  return formatNewest(changes, concerns, t);
}

/** The same for a position; one of a hedged symbol has changes of its own. */
export function findPendingPositionChange(
  { symbol, side }: Pick<PositionDto, "symbol" | "side">,
  changes: readonly DeferredChangeDto[],
  t: T,
): string | null {
  const kinds: readonly string[] = ["set-position-stops", "set-leverage", "adjust-margin"];
  const concerns = (change: DeferredChangeDto) =>
    change.symbol === symbol && (change.side ?? side) === side && kinds.includes(change.type);
  return formatNewest(changes, concerns, t);
}

/** A reset concerns everything. */
function formatNewest(
  changes: readonly DeferredChangeDto[],
  concerns: (change: DeferredChangeDto) => boolean,
  t: T,
): string | null {
  const newest = changes.filter((change) => concerns(change) || change.type === "reset").at(-1);
  return newest ? t("change.pending", { change: t(`change.type.${newest.type}`) }) : null;
}
