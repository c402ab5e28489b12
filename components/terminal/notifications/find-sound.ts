import type { SoundEvent } from "@/lib/client/sounds";
import type { PortfolioEventDto } from "@/lib/schemas/trading/trading-responses";

/** The kind of sound of an event of the portfolio. */
export function findSound(event: PortfolioEventDto): SoundEvent {
  switch (event.type) {
    case "order-filled":
      return event.fill.purpose === "liquidation" || event.fill.purpose === "breach" ? "danger" : "fill";
    case "order-rejected":
      return "rejected";
    case "position-liquidated":
    case "challenge-breached":
    case "portfolio-locked":
    case "limit-locked":
      return "danger";
    case "rule-enforced":
      return event.outcome === "cancelled" ? "order" : "danger";
    default:
      return "order";
  }
}
