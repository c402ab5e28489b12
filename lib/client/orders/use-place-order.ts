"use client";

import { useCallback, useRef, useState } from "react";
import { createId } from "@/lib/client/api/create-id";
import { isOutcomeUnknown, retryIdempotent } from "@/lib/client/api/retry-idempotent";
import { postOrder } from "@/lib/client/api/trading-api";
import { readServerNowMs } from "@/lib/client/market/server-clock";
import { getTickStore } from "@/lib/client/market/tick-store";
import { recordOrderAccepted, recordOrderSent } from "@/lib/client/orders/order-latency";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import type { PlaceOrderBody } from "@/lib/schemas/trading/trading";
import type { OrderDto } from "@/lib/schemas/trading/trading-responses";

/** An order without its id, its tick proof and the instant of its expiry, which are added here. */
export type OrderInput = Omit<PlaceOrderBody, "clientOrderId" | "tickProof" | "expiresAt"> & {
  /** Time until it expires, ms. */
  expiresInMs?: number;
};

/**
 * Places orders. One request has one `clientOrderId`, kept over retries; submitting the same request again
 * while its result is unknown retries it instead of placing a second order.
 */
export function usePlaceOrder(): {
  place: (request: OrderInput) => Promise<OrderDto | null>;
  isSending: boolean;
} {
  const [isSending, setSending] = useState(false);
  const outcomeUnknown = useRef<{ request: string; body: PlaceOrderBody } | null>(null);
  const place = useCallback(async (request: OrderInput) => {
    const text = JSON.stringify(request);
    const body =
      outcomeUnknown.current?.request === text ? outcomeUnknown.current.body : completeRequest(request);
    const { clientOrderId } = body;
    outcomeUnknown.current = { request: text, body };
    setSending(true);
    recordOrderSent(clientOrderId);
    try {
      const response = await retryIdempotent(() => postOrder(body));
      outcomeUnknown.current = null;
      if (response.order) recordOrderAccepted(clientOrderId, response.order.id);
      getPortfolioStore().applySnapshot(response.portfolio);
      return response.order;
    } catch (error) {
      if (!isOutcomeUnknown(error)) outcomeUnknown.current = null;
      throw error;
    } finally {
      setSending(false);
    }
  }, []);
  return { place, isSending };
}

function completeRequest(request: OrderInput): PlaceOrderBody {
  const { expiresInMs, ...order } = request;
  const tickProof = getTickStore().readTickProof(order.symbol);
  return {
    ...order,
    clientOrderId: createId(),
    ...(tickProof ? { tickProof } : {}),
    ...(expiresInMs === undefined
      ? {}
      : { expiresAt: new Date(Math.round(readServerNowMs()) + expiresInMs).toISOString() }),
  };
}
