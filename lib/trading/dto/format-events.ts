import "server-only";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { OrderDto, PortfolioEventDto } from "@/lib/schemas/trading-answers";
import { formatEvent } from "@/lib/trading/dto/format-event";

/** Events as shown to their owner, without bookkeeping; `orders` are those that they refer to. */
export function formatEvents(
  portfolioId: string,
  events: readonly PortfolioEvent[],
  orders: readonly OrderDto[],
): PortfolioEventDto[] {
  const known = new Map(
    orders.map((order) => [
      order.id,
      { symbol: order.symbol, status: order.status, acceptedAtMs: Date.parse(order.acceptedAt) },
    ]),
  );
  return events.flatMap((event) => formatEvent(portfolioId, event, known) ?? []);
}
