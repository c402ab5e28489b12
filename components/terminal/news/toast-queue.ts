import type { toast } from "sonner";

type Say = typeof toast;
type Saying = (toast: Say) => void;

const waiting: Saying[] = [];
const listeners = new Set<() => void>();
let say: Say | null = null;
let isWanted = false;

/** Says something as a toast. What shows toasts is loaded for the first one, which waits for it. */
export function tell(saying: Saying): void {
  if (say) {
    saying(say);
    return;
  }
  waiting.push(saying);
  wantToaster();
}

/** Loads what shows toasts before there is one. */
export function wantToaster(): void {
  isWanted = true;
  for (const listener of listeners) listener();
}

/** Whether toasts have to be shown from now on. */
export const toasterWanted = {
  read: () => isWanted,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** What shows toasts is there: says what has waited. Null when it is gone. */
export function setToaster(next: Say | null): void {
  say = next;
  if (next) for (const saying of waiting.splice(0)) saying(next);
}
