"use client";

import { type RefObject, useEffect, useRef } from "react";
import { findKeyAction } from "@/components/terminal/keys/key-bindings";
import { isTyping } from "@/components/terminal/layout/is-typing";

/**
 * The keys of Buy and Sell focus the two buttons, where Enter sends, and draw that side on the chart; Esc removes
 * the focus, the drawing and messages. One key alone never sends an order.
 */
export function useOrderKeys(
  buttons: RefObject<HTMLElement | null>,
  on: { side: (side: "buy" | "sell") => void; escape: () => void },
): void {
  const latest = useRef(on);
  useEffect(() => {
    latest.current = on;
  });
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (key === "escape") {
        const focused = document.activeElement;
        if (focused instanceof HTMLElement && buttons.current?.closest("form")?.contains(focused))
          focused.blur();
        latest.current.escape();
        return;
      }
      const action = findKeyAction(key);
      const side = action === "buy" || action === "sell" ? action : null;
      const line = action === "preview" ? document.querySelector<HTMLElement>("[data-bracket=entry]") : null;
      if ((!side && !line) || isTyping(event.target)) return;
      event.preventDefault();
      if (!side) return line?.focus();
      latest.current.side(side);
      buttons.current?.querySelector<HTMLElement>(`[data-side=${side}]`)?.focus();
    };
    window.addEventListener("keydown", handleKey);
    return () => window.removeEventListener("keydown", handleKey);
  }, [buttons]);
}
