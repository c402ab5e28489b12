"use client";

import { type RefObject, useEffect, useRef } from "react";
import { isTyping } from "@/components/terminal/layout/is-typing";

/**
 * B and S focus the two buttons, where Enter sends; Esc removes the focus and clears messages. One key alone
 * never sends an order.
 */
export function useOrderKeys(buttons: RefObject<HTMLElement | null>, onEscape: () => void): void {
  const latest = useRef(onEscape);
  useEffect(() => {
    latest.current = onEscape;
  });
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (key === "escape") {
        const focused = document.activeElement;
        if (focused instanceof HTMLElement && buttons.current?.closest("form")?.contains(focused))
          focused.blur();
        latest.current();
        return;
      }
      const side = key === "b" ? "buy" : key === "s" ? "sell" : null;
      if (!side || isTyping(event.target)) return;
      event.preventDefault();
      buttons.current?.querySelector<HTMLElement>(`[data-side=${side}]`)?.focus();
    };
    window.addEventListener("keydown", handleKey);
    return () => window.removeEventListener("keydown", handleKey);
  }, [buttons]);
}
