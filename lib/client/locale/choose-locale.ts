import { send } from "@/lib/client/api/send";
import { LOCALE_COOKIE, type LocaleTag } from "@/lib/schemas/locale";

const YEAR_S = 365 * 86_400;

/** Saves a language and its formats in this browser, and for a signed-in user in the account; the page loads again in them. */
export async function chooseLocale(locale: LocaleTag, isSignedIn: boolean): Promise<void> {
  // biome-ignore lint/suspicious/noDocumentCookie: Safari and Firefox have no cookieStore
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_S}; samesite=lax`;
  // A failure here affects mails and other devices only.
  if (isSignedIn) await send("PATCH", "/api/account", { preferences: { locale } }).catch(() => {});
  window.location.reload();
}
