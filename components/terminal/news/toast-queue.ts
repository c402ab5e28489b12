import type { useTranslations } from "next-intl";
import type { toast } from "sonner";

/** The toaster, and the page text for messages that are made outside React. */
type Toaster = { toast: typeof toast; t: ReturnType<typeof useTranslations<never>> };
type Saying = (toast: Toaster["toast"], t: Toaster["t"]) => void;

const waiting: Saying[] = [];
const listeners = new Set<() => void>();
let toaster: Toaster | null = null;
let isWanted = false;

/** Shows a toast. The toaster is loaded for the first one, which is queued until then. */
export function tell(saying: Saying): void {
  if (toaster) {
    saying(toaster.toast, toaster.t);
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
export function setToaster(next: Toaster | null): void {
  toaster = next;
  if (next) for (const saying of waiting.splice(0)) saying(next.toast, next.t);
}
