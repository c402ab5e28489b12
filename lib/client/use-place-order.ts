"use client";

import { useCallback, useRef, useState } from "react";
import { createClientOrderId } from "@/lib/client/client-order-id";
import { noteOrderAccepted, noteOrderSent } from "@/lib/client/order-latency";
import { getPortfolioStore } from "@/lib/client/portfolio-store";
import { isInDoubt, repeatInDoubt } from "@/lib/client/repeat-in-doubt";
import { placeOrder } from "@/lib/client/trading-api";
import type { OrderDto, PlaceOrderBody } from "@/lib/schemas/trading";

/** An order without its name: that is made here. */
export type OrderWish = Omit<PlaceOrderBody, "clientOrderId">;

/**
 * Places orders. One wish is one `clientOrderId`, kept over retries; pressing again with the same wish while
 * its fate is unknown repeats it instead of doubling it.
 */
export function usePlaceOrder(): {
  place: (wish: OrderWish) => Promise<OrderDto | null>;
  isSending: boolean;
} {
  const [isSending, setSending] = useState(false);
  const inDoubt = useRef<{ wish: string; id: string } | null>(null);
  const place = useCallback(async (wish: OrderWish) => {
    const text = JSON.stringify(wish);
    const clientOrderId = inDoubt.current?.wish === text ? inDoubt.current.id : createClientOrderId();
    inDoubt.current = { wish: text, id: clientOrderId };
    setSending(true);
    noteOrderSent(clientOrderId);
    try {
      const answer = await repeatInDoubt(() => placeOrder({ ...wish, clientOrderId }));
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
