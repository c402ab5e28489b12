"use client";

import { useLocale, useTranslations } from "next-intl";
import { Select } from "@/components/ui/form/select";
import { chooseLocale } from "@/lib/client/locale/choose-locale";
import { LOCALES, type Locale, languageOf, readFormatChoice, writeLocale } from "@/lib/schemas/locale";

/** Chooses the language of all pages, and for a signed-in trader that of the mails. Chosen formats stay. */
export function LanguageSelect({ isSignedIn = false }: { isSignedIn?: boolean }) {
  const t = useTranslations("common");
  const tag = useLocale();
  return (
    <Select
      aria-label={t("language")}
      value={languageOf(tag)}
      onChange={(event) =>
        void chooseLocale(writeLocale(event.target.value as Locale, readFormatChoice(tag)), isSignedIn)
      }
    >
      {Object.entries(LOCALES).map(([locale, name]) => (
        <option key={locale} value={locale} lang={locale}>
          {name}
        </option>
      ))}
    </Select>
  );
}
