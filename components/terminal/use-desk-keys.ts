"use client";

import { useEffect } from "react";

/** The desk's own keys; single keys are off while typing or while a dialog is open. */
export function useDeskKeys(actions: { onMenu: () => void; onShortcuts: () => void }): void {
  const { onMenu, onShortcuts } = actions;
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onMenu();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isBusy(event.target)) return;
      if (event.key === "?") onShortcuts();
      else if (event.key === "/") document.getElementById("market-search")?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", handleKey);
    return () => window.removeEventListener("keydown", handleKey);
  }, [onMenu, onShortcuts]);
}

function isBusy(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, select, textarea, [role=dialog], [role=menu]") !== null
  );
}
