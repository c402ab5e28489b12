"use client";

import { useEffect, useState } from "react";
import { getJson } from "@/lib/client/api/market-api";
import type { DeepBook } from "@/lib/schemas/market/market-responses";

const EVERY_MS = 2_000;

/** More levels than the stream has, read again and again while they are wanted; null before the first ones. */
export function useDeepBook(symbol: string, isWanted: boolean): DeepBook | null {
  const [book, setBook] = useState<DeepBook | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    let isOver = false;
    const load = async () => {
      if (document.hidden) return;
      // Without it the book has the rows of the stream.
      const next = await getJson<DeepBook>(`/api/instruments/book?symbol=${symbol}`).catch(() => null);
      if (!isOver) setBook(next);
    };
    void load();
    const timer = setInterval(load, EVERY_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [symbol, isWanted]);
  return isWanted && book?.symbol === symbol ? book : null;
}
