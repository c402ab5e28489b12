import "server-only";
import { formatPrice, formatRounded, priceOf } from "@/lib/core/decimal";
import type { Order, StopRequest } from "@/lib/core/engine/orders/order";
import type { OrderDto, StopDto } from "@/lib/schemas/trading/trading-responses";

/** An order of a portfolio, with its end if it has ended. */
export type DescribedOrder = Order & { endedAtMs?: number | null; reason?: string | null };

/** An order as shown to its owner. */
export function toOrderDto(portfolioId: string, order: DescribedOrder): OrderDto {
  const { filled, trail, attached, endedAtMs } = order;
  return {
    id: order.id,
    clientOrderId: order.id,
    portfolioId,
    symbol: order.symbol,
    side: order.side,
    kind: order.kind,
    status: order.status,
    qty: formatRounded(order.qty),
    filled: formatRounded(filled),
    averagePrice: filled > 0n ? formatPrice(priceOf(order.filledValue, filled)) : null,
    // The price of a market order is internal: it only reserves margin.
    price: order.kind === "market" || order.price === null ? null : formatPrice(order.price),
    trigger: toStopDto(order.trigger),
    trail: trail && {
      distance: formatPrice(trail.distance),
      activation: trail.activation === null ? null : formatPrice(trail.activation),
      extreme: trail.extreme === null ? null : formatPrice(trail.extreme),
    },
    timeInForce: order.timeInForce,
    reduceOnly: order.reduceOnly,
    stopLoss: toStopDto(attached?.stopLoss ?? null),
    takeProfit: toStopDto(attached?.takeProfit ?? null),
    fees: formatRounded(order.fees),
    purpose: order.purpose,
    reason: order.reason ?? null,
    acceptedAt: new Date(order.acceptedAtMs).toISOString(),
    expiresAt:
      order.expiresAtMs === null || order.kind === "market"
        ? null
        : new Date(order.expiresAtMs).toISOString(),
    endedAt: endedAtMs ? new Date(endedAtMs).toISOString() : null,
  };
}

/** A stop or target as the API shows it, or null. */
export function toStopDto(stop: StopRequest | null): StopDto | null {
  return stop && { price: formatPrice(stop.price), by: stop.by };
}
