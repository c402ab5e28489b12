import { createValue } from "@/lib/client/create-value";
import type { OrderDraft } from "@/lib/client/orders/order-draft";
import type { OrderPlan } from "@/lib/client/orders/order-plan";

/** The order form as the chart draws it before it is sent. */
export type BracketPreview = {
  symbol: string;
  side: "buy" | "sell";
  draft: OrderDraft;
  plan: OrderPlan;
  change: (part: Partial<OrderDraft>) => void;
  /** Sends the order as the form's button does. */
  submit: () => void;
  close: () => void;
};

/** What the form of the desk shows on the chart; the form writes it, the chart reads it. */
export const bracketPreview = createValue<BracketPreview | null>(null);
