"use client";

import { useEffect, useState } from "react";
import { bracketPreview } from "@/components/terminal/order/preview/bracket-preview";
import type { OrderFormState } from "@/components/terminal/order/use-order-draft";
import type { OrderPlan } from "@/lib/client/orders/order-plan";

type Side = "buy" | "sell";

/** Shows one side of the form on the chart while `side` is set. */
export function useBracketPreview(options: {
  form: OrderFormState;
  symbol: string;
  plans: { buy: OrderPlan; sell: OrderPlan } | null;
  submit: (side: Side) => void;
}): { side: Side | null; show: (side: Side | null) => void } {
  const { form, symbol, plans, submit } = options;
  const [side, show] = useState<Side | null>(null);
  // After each render: the plan follows the market, and the functions are those of this render.
  useEffect(() => {
    if (side === null || plans === null) return bracketPreview.write(null);
    const close = () => show(null);
    bracketPreview.write({ symbol, side, form, plan: plans[side], submit: () => submit(side), close });
  });
  useEffect(() => () => bracketPreview.write(null), []);
  return { side, show };
}
