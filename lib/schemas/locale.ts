/** The languages of the page text, each by its own name; the first is the fallback. */
export const LOCALES = { en: "English", fr: "Français", pt: "Português" } as const;
/** The code of a language of the pages. */
export type Locale = keyof typeof LOCALES;

/**
 * A language, and how numbers and times are written where that is chosen apart from it: a BCP 47 tag with the Unicode
 * keys of the clock (`hc`) and of the region whose numbers are used (`rg`), such as `en-u-hc-h12-rg-dezzzz`.
 */
export type LocaleTag = Locale | `${Locale}-u-${string}`;

/** How numbers may be written, each as in one region; the language decides where none is chosen. */
export const NUMBER_REGIONS = { us: "1,234.56", de: "1.234,56", fr: "1\u00a0234,56" } as const;
export type NumberRegion = keyof typeof NUMBER_REGIONS;

/** What is chosen apart from the language. */
export type FormatChoice = { region: NumberRegion | null; isTwelveHour: boolean };

/** A valid tag: the keys are in alphabetical order. */
export const LOCALE_PATTERN = /^(en|fr|pt)(-u(-hc-h12|(-hc-h12)?-rg-(us|de|fr)zzzz))?$/;

/** The cookie with the visitor's choice of a language and of formats. */
export const LOCALE_COOKIE = "tz-locale";

/** A language of the pages, with its formats, from any text. */
export function readLocale(text: string | undefined): LocaleTag | null {
  return text !== undefined && LOCALE_PATTERN.test(text) ? (text as LocaleTag) : null;
}

/** The language of a tag. */
export function languageOf(tag: LocaleTag): Locale {
  return tag.slice(0, 2) as Locale;
}

/** What a tag says beside its language. */
export function readFormatChoice(tag: LocaleTag): FormatChoice {
  const region = /-rg-([a-z]{2})zzzz/.exec(tag)?.[1];
  return { region: (region as NumberRegion | undefined) ?? null, isTwelveHour: tag.includes("-hc-h12") };
}

/** The tag of a language and of what is chosen beside it. */
export function writeLocale(language: Locale, { region, isTwelveHour }: FormatChoice): LocaleTag {
  const keys = `${isTwelveHour ? "-hc-h12" : ""}${region ? `-rg-${region}zzzz` : ""}`;
  return keys === "" ? language : `${language}-u-${keys.slice(1)}`;
}

/** Whether numbers are written, and read, with a decimal comma. */
export function hasDecimalComma(tag: LocaleTag): boolean {
  const { region } = readFormatChoice(tag);
  return region === null ? languageOf(tag) !== "en" : region !== "us";
}
