import type { useTranslations } from "next-intl";
import type { toast } from "sonner";

/** The toaster, and the page text for messages that are made outside React. */
type Toaster = { toast: typeof toast; t: ReturnType<typeof useTranslations<never>> };
type ShowToast = (toast: Toaster["toast"], t: Toaster["t"]) => void;

const waiting: ShowToast[] = [];
const listeners = new Set<() => void>();
let toaster: Toaster | null = null;
let isWanted = false;

/** Shows a toast. The toaster is loaded for the first one, which is queued until then. */
export function showToast(show: ShowToast): void {
  if (toaster) {
    show(toaster.toast, toaster.t);
    return;
  }
  waiting.push(show);
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
  if (next) for (const show of waiting.splice(0)) show(next.toast, next.t);
}
