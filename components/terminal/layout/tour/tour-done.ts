import { createPersisted } from "@/lib/client/persisted";

/** Whether the tour was finished or dismissed in this browser. */
export const tourDone = createPersisted<boolean>({
  key: "tz:tour",
  initial: false,
  parse: (stored) => stored === true,
});
