import type { RequestError } from "@/lib/client/api/market-api";
import type { OrderDraft } from "@/lib/client/orders/order-draft";
import type { DraftField, Problem } from "@/lib/client/orders/plan-context";

/** The server's rejection at the field that caused it. */
export function findRejectedField({ code }: RequestError, draft: OrderDraft, sentence: string): Problem {
  return { field: fieldOf(code, draft), text: () => sentence };
}

function fieldOf(code: string, draft: OrderDraft): DraftField {
  const size = draft.sizeBy === "risk" ? "risk" : "size";
  switch (code) {
    case "qty_off_step":
    case "qty_below_min":
    case "notional_below_min":
    case "qty_above_max":
    case "insufficient_margin":
      return size;
    case "leverage_below_min":
    case "leverage_off_step":
    case "leverage_above_cap":
    case "leverage_differs":
      return "leverage";
    case "wrong_side_stop":
      return draft.kind === "stop" || draft.kind === "take-profit" ? "trigger" : "stop";
    case "stop_beyond_liquidation":
      return "stop";
    case "trail_required":
    case "trail_too_large":
      return "trail";
    case "wrong_side_activation":
      return "activation";
    case "price_off_tick":
    case "post_only_would_match":
    case "price_outside_limit":
      return draft.kind === "limit" || draft.hasLimit ? "price" : "form";
    default:
      return "form";
  }
}
