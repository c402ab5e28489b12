"use client";

import { useEffect } from "react";
import { isTyping } from "@/components/terminal/layout/is-typing";

/** The terminal's keys; single keys are off while typing or while a dialog is open. */
export function useDeskKeys(actions: {
  onMenu: () => void;
  onShortcuts: () => void;
  onPicker: () => void;
}): void {
  const { onMenu, onShortcuts, onPicker } = actions;
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onMenu();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") onShortcuts();
      else if (event.key === "/") onPicker();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", handleKey);
    return () => window.removeEventListener("keydown", handleKey);
  }, [onMenu, onShortcuts, onPicker]);
}
