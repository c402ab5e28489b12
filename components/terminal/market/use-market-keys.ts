"use client";

import { type RefObject, useEffect, useRef } from "react";

type Options = {
  panel: RefObject<HTMLElement | null>;
  symbols: readonly string[];
  selected: string;
  onSelect: (symbol: string) => void;
};

/**
 * ↑ and ↓ go to the previous or next market of the list. They work while the list, its search or nothing has
 * the focus; menus, the chart and the panel dividers use their own arrows.
 */
export function useMarketKeys(options: Options): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step === 0 || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const { panel, symbols, selected, onSelect } = latest.current;
      const focused = document.activeElement;
      const isInList = panel.current?.contains(focused) ?? false;
      if (!isInList && focused !== document.body && focused !== null) return;
      const index = symbols.indexOf(selected);
      const next = index < 0 ? symbols[0] : symbols[index + step];
      if (next === undefined) return;
      event.preventDefault();
      onSelect(next);
      const link = panel.current?.querySelector<HTMLElement>(`[data-market="${next}"]`);
      link?.scrollIntoView({ block: "nearest" });
      if (isInList && !(focused instanceof HTMLInputElement)) link?.focus({ preventScroll: true });
    };
    window.addEventListener("keydown", handleKey);
    return () => window.removeEventListener("keydown", handleKey);
  }, []);
}
