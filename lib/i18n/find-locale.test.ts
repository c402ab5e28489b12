import { expect, it } from "vitest";
import { findLocale } from "@/lib/i18n/find-locale";
import { languageOf, readFormatChoice, readLocale, writeLocale } from "@/lib/schemas/locale";

it.each([
  [{}, "en"],
  [{ "accept-language": "fr-CA,fr;q=0.9,en;q=0.8" }, "fr"],
  [{ "accept-language": "en;q=0.2, pt-BR;q=0.7" }, "pt"],
  [{ "accept-language": "de-DE, de;q=0.9" }, "en"],
  [{ "accept-language": "fr;q=0, de" }, "en"],
  [{ "accept-language": "fr;q=x, pt" }, "pt"],
  [{ "accept-language": ",;;q=,constructor" }, "en"],
  [{ cookie: "a=b; tz-locale=pt", "accept-language": "fr" }, "pt"],
  [{ cookie: "tz-locale=xx", "accept-language": "fr" }, "fr"],
  [{ cookie: "not-tz-locale=pt" }, "en"],
  [{ cookie: "tz-locale=pt-u-hc-h12-rg-dezzzz" }, "pt-u-hc-h12-rg-dezzzz"],
  [{ cookie: "tz-locale=pt-u-rg-xxzzzz" }, "en"],
  [{ cookie: "tz-locale=constructor-u-hc-h12" }, "en"],
])("of the headers %o the language is %s", (headers, locale) => {
  expect(findLocale(new Headers(headers))).toBe(locale);
});

it("writes a tag of a language and formats that it reads again", () => {
  for (const language of ["en", "fr", "pt"] as const) {
    for (const region of [null, "us", "de", "fr"] as const) {
      for (const isTwelveHour of [false, true]) {
        const tag = writeLocale(language, { region, isTwelveHour });
        expect(readLocale(tag)).toBe(tag);
        expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
        expect([languageOf(tag), readFormatChoice(tag)]).toEqual([language, { region, isTwelveHour }]);
      }
    }
  }
});
