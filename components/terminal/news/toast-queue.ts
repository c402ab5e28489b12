import type { toast } from "sonner";

type Say = typeof toast;
type Saying = (toast: Say) => void;

const waiting: Saying[] = [];
const listeners = new Set<() => void>();
let say: Say | null = null;
let isWanted = false;

/** Shows a toast. The toaster is loaded for the first one, which is queued until then. */
export function tell(saying: Saying): void {
  if (say) {
    saying(say);
    return;
  }
  waiting.push(saying);
  wantToaster();
}

/** Preloads the toaster. */
export function wantToaster(): void {
  isWanted = true;
  for (const listener of listeners) listener();
}

/** Whether the toaster is needed. */
export const toasterWanted = {
  read: () => isWanted,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Sets the toaster and shows the queued toasts. Null when it is unmounted. */
export function setToaster(next: Say | null): void {
  say = next;
  if (next) for (const saying of waiting.splice(0)) saying(next);
}
