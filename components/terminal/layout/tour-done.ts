import { createPersisted } from "@/lib/client/persisted";

/** Whether this browser's trader has been shown around, or wished not to be. */
export const tourDone = createPersisted<boolean>({
  key: "tz:tour",
  initial: false,
  parse: (stored) => stored === true,
});
