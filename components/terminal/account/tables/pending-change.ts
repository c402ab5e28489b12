import type { DeferredChangeDto, OrderDto } from "@/lib/schemas/trading-answers";

const CHANGE_WORDS = {
  amend: "Amendment",
  cancel: "Cancellation",
  "cancel-all": "Cancellation",
  "set-position-stops": "Change of stop and target",
  "set-leverage": "Change of leverage",
  "adjust-margin": "Change of margin",
  reset: "Reset",
} as const satisfies Record<DeferredChangeDto["type"], string>;

/** A pending change as a title. */
export function formatChange(change: DeferredChangeDto): string {
  const words = CHANGE_WORDS[change.type];
  return change.symbol === null ? words : `${words} in ${change.symbol}`;
}

/** The change of an order that takes effect after the gap of the price feed, or null. */
export function findPendingChange(
  order: Pick<OrderDto, "id" | "symbol">,
  changes: readonly DeferredChangeDto[],
): string | null {
  const concerns = (change: DeferredChangeDto) =>
    change.orderId === order.id || (change.type === "cancel-all" && change.symbol === order.symbol);
  const newest = changes.filter((change) => concerns(change) || change.type === "reset").at(-1);
  return newest ? `${CHANGE_WORDS[newest.type]} pending` : null;
}

/** The same for the position in `symbol`. */
export function findPendingPositionChange(
  symbol: string,
  changes: readonly DeferredChangeDto[],
): string | null {
  const kinds: readonly string[] = ["set-position-stops", "set-leverage", "adjust-margin"];
  const concerns = (change: DeferredChangeDto) => change.symbol === symbol && kinds.includes(change.type);
  const newest = changes.filter((change) => concerns(change) || change.type === "reset").at(-1);
  return newest ? `${CHANGE_WORDS[newest.type]} pending` : null;
}
