import { createPersisted } from "@/lib/client/persisted";

const ACCOUNT_TABS = ["positions", "orders", "history", "fills", "events"] as const;

/** The tab of the account panel that was shown last in this browser. */
export const accountTab = createPersisted<string>({
  key: "tz:account-tab",
  initial: "positions",
  parse: (stored) => ACCOUNT_TABS.find((one) => one === stored) ?? "positions",
});
