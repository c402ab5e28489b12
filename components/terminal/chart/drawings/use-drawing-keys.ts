"use client";

import { useEffect, useRef } from "react";
import type { DrawingStore } from "@/components/terminal/chart/drawings/drawing-history";
import { isTyping } from "@/components/terminal/layout/is-typing";

/** Ctrl+Z and Ctrl+Shift+Z undo and redo; Delete removes the chosen drawing unless it is locked; Esc drops the choice. */
export function useDrawingKeys(on: {
  store: DrawingStore;
  chosenId: string | null;
  /** False beside another chart, which undoes on the same press. */
  hasUndo: boolean;
  onEscape: () => void;
}): void {
  const latest = useRef(on);
  useEffect(() => {
    latest.current = on;
  });
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.altKey || isTyping(event.target)) return;
      const { store, chosenId, hasUndo, onEscape } = latest.current;
      const key = event.key.toLowerCase();
      if (event.ctrlKey || event.metaKey) {
        const isRedo = key === "y" || (key === "z" && event.shiftKey);
        if (!hasUndo || (!isRedo && key !== "z")) return;
        event.preventDefault();
        return isRedo ? store.redo() : store.undo();
      }
      if (key === "escape") onEscape();
      if (chosenId === null || (key !== "delete" && key !== "backspace")) return;
      store.write(store.read().filter((one) => one.id !== chosenId || one.isLocked));
    };
    window.addEventListener("keydown", handleKey);
    return () => window.removeEventListener("keydown", handleKey);
  }, []);
}
