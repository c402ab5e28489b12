import { createValue } from "@/lib/client/create-value";

/** What the sheet of alerts is opened with: the symbol shown, and the level of a new alert, if any. */
export type AlertDraft = { symbol: string; level: string | null };

const draft = createValue<AlertDraft | null>(null);

/** The sheet of alerts, which menus, the chart and the toolbar open. */
export const alertsSheet = {
  /** Null while it is closed. */
  read: draft.read,
  open: (next: AlertDraft): void => draft.write(next),
  close: (): void => draft.write(null),
  subscribe: draft.subscribe,
};
