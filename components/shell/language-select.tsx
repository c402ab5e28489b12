"use client";

import { useLocale, useTranslations } from "next-intl";
import { Select } from "@/components/ui/form/select";
import { LOCALE_COOKIE, LOCALES } from "@/lib/schemas/locale";

const YEAR_S = 365 * 86_400;

/** Chooses the language of all pages, saved in this browser; the page loads again in it. */
export function LanguageSelect() {
  const t = useTranslations("common");
  return (
    <Select
      aria-label={t("language")}
      value={useLocale()}
      onChange={(event) => {
        // biome-ignore lint/suspicious/noDocumentCookie: Safari and Firefox have no cookieStore
        document.cookie = `${LOCALE_COOKIE}=${event.target.value}; path=/; max-age=${YEAR_S}; samesite=lax`;
        window.location.reload();
      }}
    >
      {Object.entries(LOCALES).map(([locale, name]) => (
        <option key={locale} value={locale} lang={locale}>
          {name}
        </option>
      ))}
    </Select>
  );
}
