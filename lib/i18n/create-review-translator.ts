import { createTranslator } from "next-intl";
import { loadMessages } from "@/lib/i18n/load-messages";
import type { Locale } from "@/lib/schemas/locale";

/** The page text of the weekly review in a language, for API responses and mails. */
export async function createReviewTranslator(locale: Locale) {
  const messages = await loadMessages(locale);
  return createTranslator({ locale, messages, namespace: "journal.review", timeZone: "UTC" });
}
