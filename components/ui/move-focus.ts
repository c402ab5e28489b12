import type { KeyboardEvent } from "react";

const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** ← → Home End move the focus between elements of `role` in a row; returns the focused one. */
export function moveFocus(event: KeyboardEvent<HTMLElement>, role: "tab" | "radio"): HTMLElement | null {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return null;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(`[role=${role}]`)];
  const next = all[step(all.indexOf(event.target as HTMLElement), all.length)];
  if (!next) return null;
  event.preventDefault();
  next.focus();
  return next;
}
