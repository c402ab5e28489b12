import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { findLocale } from "@/lib/i18n/find-locale";
import { loadMessages } from "@/lib/i18n/load-messages";
import { type LocaleTag, languageOf } from "@/lib/schemas/locale";
import type messages from "@/messages/en.json";

declare module "next-intl" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged with the library's.
  interface AppConfig {
    Locale: LocaleTag;
    Messages: typeof messages;
  }
}

/**
 * The page text in the language of the request, whose tag also has the chosen formats. Numbers and clocks come into messages already formatted
 * (`lib/client/format.ts`): in the terminal and the lab's tables as the venue writes them, on the other pages as the language
 * or the user's choice has it (`formatsOf`). The time zone only satisfies the library.
 */
export default getRequestConfig(async () => {
  const locale = findLocale(await headers());
  return { locale, timeZone: "UTC", messages: await loadMessages(languageOf(locale)) };
});
