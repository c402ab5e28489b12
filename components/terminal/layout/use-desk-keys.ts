"use client";

import { useEffect } from "react";
import { findKeyAction } from "@/components/terminal/keys/key-bindings";
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
      const action = findKeyAction(event.key);
      if (action === "help") onShortcuts();
      else if (action === "search") onPicker();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", handleKey);
    return () => window.removeEventListener("keydown", handleKey);
  }, [onMenu, onShortcuts, onPicker]);
}
