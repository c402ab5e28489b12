const listeners = new Set<() => void>();
let isOpen = false;

/** Whether the dialog of portfolios is open; the portfolio's menu and the command menu open it. */
export const portfoliosOpened = {
  read: (): boolean => isOpen,
  write: (next: boolean): void => {
    isOpen = next;
    for (const listener of [...listeners]) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
