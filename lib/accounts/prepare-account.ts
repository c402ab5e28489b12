import "server-only";
import { openPractice } from "@/lib/accounts/open-practice";
import { findPreferences } from "@/lib/db/queries/users/find-preferences";
import { readMailLocale } from "@/lib/i18n/create-mail-translator";
import { findChosenLocale, findLocale } from "@/lib/i18n/find-locale";
import { LOCALE_COOKIE, languageOf, readFormatChoice, writeLocale } from "@/lib/schemas/locale";

const YEAR_S = 365 * 86_400;

/**
 * What a sign-in needs: the practice portfolio, if it is missing, and in a browser where nothing was chosen the account's
 * formats of numbers and times. Returns their cookie, null without one.
 */
export async function prepareAccount(userId: string, headers: Pick<Headers, "get">): Promise<string | null> {
  await openPractice(userId);
  if (findChosenLocale(headers) !== null) return null;
  const language = languageOf(findLocale(headers));
  const preferences = (await findPreferences([userId])).get(userId);
  const tag = writeLocale(language, readFormatChoice(readMailLocale(preferences ?? {})));
  return tag === language ? null : `${LOCALE_COOKIE}=${tag}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
}
