"use client";

import { type KeyboardEvent, type PointerEvent, useRef } from "react";

/** Maximum pause between the letters of one type-ahead search. */
const WORD_MS = 1_000;

/** The handlers of a menu's surface, which move the focus between its items by keys and by the pointer. */
export function useMenuKeys() {
  const word = useRef({ text: "", atMs: 0 });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]")];
    const index = items.indexOf(document.activeElement as HTMLElement);
    if (event.key === "ArrowDown") items[Math.min(index + 1, items.length - 1)]?.focus();
    else if (event.key === "ArrowUp") items[index < 0 ? items.length - 1 : Math.max(index - 1, 0)]?.focus();
    else if (event.key === "Home") items[0]?.focus();
    else if (event.key === "End") items.at(-1)?.focus();
    else if (event.key === " ") {
      // Buttons handle their own presses, links don't.
      if (!(items[index] instanceof HTMLAnchorElement)) return;
      items[index].click();
    } else if (event.key.length === 1) {
      const { text, atMs } = word.current;
      const typed = (event.timeStamp - atMs < WORD_MS ? text : "") + event.key.toLowerCase();
      word.current = { text: typed, atMs: event.timeStamp };
      items.find((one) => one.textContent?.trim().toLowerCase().startsWith(typed))?.focus();
    } else if (event.key !== "Tab") return;
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const item = (event.target as Element).closest<HTMLElement>("[role^=menuitem]");
    if (item !== document.activeElement) (item ?? event.currentTarget).focus({ preventScroll: true });
  };
  const onPointerLeave = (event: PointerEvent<HTMLElement>) =>
    event.currentTarget.focus({ preventScroll: true });
  return { onKeyDown, onPointerMove, onPointerLeave };
}
