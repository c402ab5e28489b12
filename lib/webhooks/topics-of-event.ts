import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { WebhookTopic } from "@/lib/schemas/programs/webhooks";

/** The topics that an event belongs to, the most specific one first; none for what no webhook gets. */
export function topicsOfEvent(event: PortfolioEvent): readonly WebhookTopic[] {
  switch (event.type) {
    case "order-filled":
      if (event.purpose === "stop" || event.purpose === "target") return ["stop", "fill"];
      return event.purpose === "liquidation" ? ["liquidation", "fill"] : ["fill"];
    case "position-liquidated":
      return ["liquidation"];
    case "round-trip-closed":
      return ["journal"];
    case "challenge-started":
    case "headroom-warned":
    case "trading-paused":
    case "challenge-breached":
    case "rule-enforced":
    case "challenge-scaled":
    case "phase-passed":
      return ["challenge"];
    default:
      return [];
  }
}
