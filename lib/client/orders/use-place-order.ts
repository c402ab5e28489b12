"use client";

import { useCallback, useRef, useState } from "react";
import { createId } from "@/lib/client/api/create-id";
import { isOutcomeUnknown, retryIdempotent } from "@/lib/client/api/retry-idempotent";
import { placeOrder } from "@/lib/client/api/trading-api";
import { getTickStore } from "@/lib/client/market/tick-store";
import { recordOrderAccepted, recordOrderSent } from "@/lib/client/orders/order-latency";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import type { PlaceOrderBody } from "@/lib/schemas/trading";
import type { OrderDto } from "@/lib/schemas/trading-answers";

/** An order without its name and the proof of what it was decided on: they are added here. */
export type OrderRequest = Omit<PlaceOrderBody, "clientOrderId" | "tickProof">;

/**
 * Places orders. One wish is one `clientOrderId`, kept over retries; pressing again with the same wish while
 * its fate is unknown repeats it instead of doubling it.
 */
export function usePlaceOrder(): {
  place: (wish: OrderRequest) => Promise<OrderDto | null>;
  isSending: boolean;
} {
  const [isSending, setSending] = useState(false);
  const outcomeUnknown = useRef<{ wish: string; body: PlaceOrderBody } | null>(null);
  const place = useCallback(async (wish: OrderRequest) => {
    const text = JSON.stringify(wish);
    const body = outcomeUnknown.current?.wish === text ? outcomeUnknown.current.body : completeRequest(wish);
    const { clientOrderId } = body;
    outcomeUnknown.current = { wish: text, body };
    setSending(true);
    recordOrderSent(clientOrderId);
    try {
      const answer = await retryIdempotent(() => placeOrder(body));
      outcomeUnknown.current = null;
      if (answer.order) recordOrderAccepted(clientOrderId, answer.order.id);
      getPortfolioStore().takeSnapshot(answer.portfolio);
      return answer.order;
    } catch (error) {
      if (!isOutcomeUnknown(error)) outcomeUnknown.current = null;
      throw error;
    } finally {
      setSending(false);
    }
  }, []);
  return { place, isSending };
}

function completeRequest(wish: OrderRequest): PlaceOrderBody {
  const tickProof = getTickStore().readTickProof(wish.symbol);
  return { ...wish, clientOrderId: createId(), ...(tickProof ? { tickProof } : {}) };
}
