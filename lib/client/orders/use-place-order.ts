"use client";

import { useCallback, useRef, useState } from "react";
import { createId } from "@/lib/client/api/create-id";
import { noteOrderAccepted, noteOrderSent } from "@/lib/client/orders/order-latency";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import { isInDoubt, repeatInDoubt } from "@/lib/client/api/repeat-in-doubt";
import { getTickStore } from "@/lib/client/market/tick-store";
import { placeOrder } from "@/lib/client/api/trading-api";
import type { PlaceOrderBody } from "@/lib/schemas/trading";
import type { OrderDto } from "@/lib/schemas/trading-answers";

/** An order without its name and the proof of what it was decided on: they are added here. */
export type OrderWish = Omit<PlaceOrderBody, "clientOrderId" | "tickProof">;

/**
 * Places orders. One wish is one `clientOrderId`, kept over retries; pressing again with the same wish while
 * its fate is unknown repeats it instead of doubling it.
 */
export function usePlaceOrder(): {
  place: (wish: OrderWish) => Promise<OrderDto | null>;
  isSending: boolean;
} {
  const [isSending, setSending] = useState(false);
  const inDoubt = useRef<{ wish: string; body: PlaceOrderBody } | null>(null);
  const place = useCallback(async (wish: OrderWish) => {
    const text = JSON.stringify(wish);
    const body = inDoubt.current?.wish === text ? inDoubt.current.body : completeWish(wish);
    const { clientOrderId } = body;
    inDoubt.current = { wish: text, body };
    setSending(true);
    noteOrderSent(clientOrderId);
    try {
      const answer = await repeatInDoubt(() => placeOrder(body));
      inDoubt.current = null;
      if (answer.order) noteOrderAccepted(clientOrderId, answer.order.id);
      getPortfolioStore().takeSnapshot(answer.portfolio);
      return answer.order;
    } catch (error) {
      if (!isInDoubt(error)) inDoubt.current = null;
      throw error;
    } finally {
      setSending(false);
    }
  }, []);
  return { place, isSending };
}

function completeWish(wish: OrderWish): PlaceOrderBody {
  const tickProof = getTickStore().readTickProof(wish.symbol);
  return { ...wish, clientOrderId: createId(), ...(tickProof ? { tickProof } : {}) };
}
