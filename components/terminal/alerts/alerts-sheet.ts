/** What the sheet of alerts is opened with: the symbol shown, and the level of a new alert, if any. */
export type AlertDraft = { symbol: string; level: string | null };

const listeners = new Set<() => void>();
let draft: AlertDraft | null = null;

/** The sheet of alerts, which menus, the chart and the toolbar open. */
export const alertsSheet = {
  /** Null while it is closed. */
  read: (): AlertDraft | null => draft,
  open: (next: AlertDraft): void => set(next),
  close: (): void => set(null),
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};

function set(next: AlertDraft | null): void {
  draft = next;
  for (const listener of [...listeners]) listener();
}
