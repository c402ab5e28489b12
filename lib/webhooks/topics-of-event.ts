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
    case "portfolio-opened":
    case "order-accepted":
    case "order-triggered":
    case "order-trailed":
    case "order-queued-behind":
    case "order-amended":
    case "order-cancelled":
    case "order-rejected":
    case "order-expired":
    case "close-rejected":
    case "symbol-settled":
    case "position-stops-set":
    case "leverage-set":
    case "margin-adjusted":
    case "position-mode-set":
    case "margin-mode-set":
    case "funding-settled":
    case "change-deferred":
    case "change-applied":
    case "balance-adjusted":
    case "portfolio-reset":
    case "portfolio-locked":
    case "limits-set":
    case "limit-locked":
    case "day-rolled":
    case "day-corrected":
    case "equity-peaked":
      return [];
    default:
      return event satisfies never;
  }
}
