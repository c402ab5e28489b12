"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { subscribePickedPrices, takePickedPrices } from "@/components/terminal/order/picked-price";
import { type OrderDraft, recallDraft, rememberDraft } from "@/lib/client/orders/order-draft";
import type { DraftField, Problem } from "@/lib/client/orders/plan-context";

/** The fields whose errors a change of the draft clears. */
const FIELD_OF: Partial<Record<keyof OrderDraft, readonly DraftField[]>> = {
  price: ["price"],
  trigger: ["trigger"],
  trail: ["trail"],
  trailBy: ["trail"],
  activation: ["activation"],
  size: ["size"],
  risk: ["risk", "size"],
  leverage: ["leverage", "size"],
  stop: ["stop", "size"],
  stopBy: ["stop", "size"],
  target: ["target"],
  targetBy: ["target"],
};

/** The form's values and the errors of the last attempt. */
export type OrderFormState = {
  draft: OrderDraft;
  change: (part: Partial<OrderDraft>) => void;
  problems: readonly Problem[];
  setProblems: (problems: readonly Problem[]) => void;
  problemAt: (field: DraftField) => string | null;
};

/** The form's state for one symbol; its sizes and distances are saved. */
export function useOrderDraft(symbol: string): OrderFormState {
  const t = useTranslations("terminal.problem");
  const [draft, setDraft] = useState(() => recallDraft(symbol));
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const change = useCallback(
    (part: Partial<OrderDraft>) => {
      setDraft((before) => {
        const next = { ...before, ...part };
        rememberDraft(symbol, next);
        return next;
      });
      const keys = Object.keys(part) as (keyof OrderDraft)[];
      const isOther = keys.some((key) => !FIELD_OF[key]);
      const replied = new Set<DraftField>(["form", ...keys.flatMap((key) => FIELD_OF[key] ?? [])]);
      setProblems((before) => (isOther ? [] : before.filter((one) => !replied.has(one.field))));
    },
    [symbol],
  );
  useEffect(() => {
    const take = () => {
      const picked = takePickedPrices(symbol);
      if (!picked) return;
      const { price, stop, target } = picked;
      setDraft((before) =>
        stop === undefined || target === undefined
          ? takePrice(before, price)
          : { ...before, kind: "limit", price, hasStops: true, ...inPrices(stop, target) },
      );
      setProblems([]);
    };
    take();
    return subscribePickedPrices(take);
  }, [symbol]);
  const problemAt = (field: DraftField) => problems.find((one) => one.field === field)?.text(t) ?? null;
  return { draft, change, problems, setProblems, problemAt };
}

function inPrices(stop: string, target: string): Partial<OrderDraft> {
  return { stopBy: "price", stop, targetBy: "price", target };
}

/** A picked price is set where this order type has one; a market order becomes a limit order. */
function takePrice(draft: OrderDraft, price: string): OrderDraft {
  switch (draft.kind) {
    case "market":
      return { ...draft, kind: "limit", price };
    case "limit":
      return { ...draft, price };
    case "stop":
    case "take-profit":
      return draft.hasLimit ? { ...draft, price } : { ...draft, trigger: price };
    case "trailing":
      return { ...draft, activation: price };
  }
}
