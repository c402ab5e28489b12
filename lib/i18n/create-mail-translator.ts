import "server-only";
import { createPageTranslator } from "@/lib/i18n/create-page-translator";
import { preferencesSchema } from "@/lib/schemas/account";
import { type LocaleTag, readLocale } from "@/lib/schemas/locale";

/** Stored preferences may have fields that are no longer known. */
const storedSchema = preferencesSchema.strip();

/** The language and formats of an account's mails by its stored preferences: the chosen one, else that of its first sign-in. */
export function readMailLocale(preferences: unknown): LocaleTag {
  return readLocale(storedSchema.parse(preferences).locale) ?? "en";
}

/** The text of mails in the language of an account. */
export function createMailTranslator({ preferences }: { preferences: unknown }) {
  return createPageTranslator(readMailLocale(preferences), "mails");
}
