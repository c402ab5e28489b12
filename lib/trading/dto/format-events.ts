import "server-only";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { OrderDto, PortfolioEventDto } from "@/lib/schemas/trading/trading-responses";
import { toEventDto } from "@/lib/trading/dto/to-event-dto";

/** Events as shown to their owner, without bookkeeping; `orders` are those that they refer to. */
export function formatEvents(
  portfolioId: string,
  events: readonly PortfolioEvent[],
  orders: readonly OrderDto[],
): PortfolioEventDto[] {
  const known = new Map(orders.map((order) => [order.id, order]));
  return events.flatMap((event) => toEventDto(portfolioId, event, known) ?? []);
}
