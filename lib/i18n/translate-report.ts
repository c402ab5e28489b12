import { createTranslator } from "next-intl";
import messages from "@/messages/en.json";

/** Page text for the report of a period as PDF. */
export const translateReport = createTranslator({
  locale: "en",
  messages,
  namespace: "journal",
  timeZone: "UTC",
});
