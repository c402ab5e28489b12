import { createValue } from "@/lib/client/create-value";

/** Whether the dialog of portfolios is open; the portfolio's menu and the command menu open it. */
export const portfoliosOpened = createValue(false);
