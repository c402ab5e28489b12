"use client";

import { useCallback, useRef, useState } from "react";
import { createClientOrderId } from "@/lib/client/client-order-id";
import { RequestError } from "@/lib/client/market-api";
import { noteOrderAnswer, noteOrderSent } from "@/lib/client/order-latency";
import { getPortfolioStore } from "@/lib/client/portfolio-store";
import { placeOrder } from "@/lib/client/trading-api";
import type { OrderDto, PlaceOrderBody } from "@/lib/schemas/trading";

/** An order without its name: that is made here. */
export type OrderWish = Omit<PlaceOrderBody, "clientOrderId">;

const RETRIES = 3;
const RETRY_MS = 400;
/** Answers after which nobody knows whether the order arrived: asking again with the same id is safe. */
const IN_DOUBT = new Set(["offline", "service_unavailable", "internal", "unreadable"]);

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
      noteOrderAnswer(clientOrderId, "acceptedMs");
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

async function repeatInDoubt<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isInDoubt(error) || tries >= RETRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS * tries));
    }
  }
}

function isInDoubt(error: unknown): boolean {
  return error instanceof RequestError && IN_DOUBT.has(error.code);
}
