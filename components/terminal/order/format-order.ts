import type { OrderDto } from "@/lib/schemas/trading-answers";

const KIND_WORDS = {
  market: "market",
  limit: "limit",
  "stop-market": "stop",
  "stop-limit": "stop limit",
  "take-profit-market": "target",
  "take-profit-limit": "target limit",
  "trailing-stop": "trailing stop",
} as const satisfies Record<OrderDto["kind"], string>;

/** An order's type as text. */
export function describeKind(kind: OrderDto["kind"]): string {
  return KIND_WORDS[kind];
}

/** An order as short text: "Buy 0.1 BTCUSDT limit 59000". */
export function formatOrder(
  order: Pick<OrderDto, "side" | "qty" | "symbol" | "kind" | "price" | "trigger">,
): string {
  const verb = order.side === "buy" ? "Buy" : "Sell";
  const price = order.kind === "market" ? null : (order.price ?? order.trigger?.price ?? null);
  return [verb, order.qty, order.symbol, describeKind(order.kind), price]
    .filter((one) => one !== null)
    .join(" ");
}
