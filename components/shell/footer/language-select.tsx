"use client";

import { useLocale, useTranslations } from "next-intl";
import { Select } from "@/components/ui/form/select";
import { send } from "@/lib/client/api/send";
import { LOCALE_COOKIE, LOCALES } from "@/lib/schemas/locale";

const YEAR_S = 365 * 86_400;

/**
 * Chooses the language of all pages, saved in this browser, and for a signed-in trader that of the mails; the page loads
 * again in it.
 */
export function LanguageSelect({ isSignedIn = false }: { isSignedIn?: boolean }) {
  const t = useTranslations("common");
  return (
    <Select
      aria-label={t("language")}
      value={useLocale()}
      onChange={async (event) => {
        const locale = event.target.value;
        // biome-ignore lint/suspicious/noDocumentCookie: Safari and Firefox have no cookieStore
        document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_S}; samesite=lax`;
        // A failure here affects mails only.
        if (isSignedIn) await send("PATCH", "/api/account", { preferences: { locale } }).catch(() => {});
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
