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

const listeners = new Set<() => void>();
let shown: BracketPreview | null = null;

/** What the form of the desk shows on the chart; the form writes it, the chart reads it. */
export const bracketPreview = {
  read: (): BracketPreview | null => shown,
  write: (next: BracketPreview | null): void => {
    if (next === null && shown === null) return;
    shown = next;
    for (const listener of [...listeners]) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
