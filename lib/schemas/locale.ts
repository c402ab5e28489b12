/** The languages of the page text, each by its own name; the first is the fallback. */
export const LOCALES = { en: "English", fr: "Français", pt: "Português" } as const;
/** The code of a language of the pages. */
export type Locale = keyof typeof LOCALES;

/** The codes of the languages. */
export const LOCALE_CODES = Object.keys(LOCALES) as [Locale, ...Locale[]];

/** The cookie with the visitor's choice of a language. */
export const LOCALE_COOKIE = "tz-locale";

/** A language of the pages from any text. */
export function readLocale(text: string | undefined): Locale | null {
  return text !== undefined && Object.hasOwn(LOCALES, text) ? (text as Locale) : null;
}
