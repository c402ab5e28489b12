import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import { createValue } from "@/lib/client/create-value";
import type { OrderPlan } from "@/lib/client/orders/order-plan";

/** The order form as the chart draws it before it is sent. */
export type BracketPreview = {
  symbol: string;
  side: "buy" | "sell";
  form: OrderFormState;
  plan: OrderPlan;
  /** Sends the order as the form's button does. */
  submit: () => void;
  close: () => void;
};

/** What the form of the desk shows on the chart; the form writes it, the chart reads it. */
export const bracketPreview = createValue<BracketPreview | null>(null);
