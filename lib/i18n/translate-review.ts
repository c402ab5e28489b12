import { createTranslator } from "next-intl";
import messages from "@/messages/en.json";

/** Page text for the parts of API responses that are sentences. */
export const translateReview = createTranslator({
  locale: "en",
  messages,
  namespace: "journal.review",
  timeZone: "UTC",
});
