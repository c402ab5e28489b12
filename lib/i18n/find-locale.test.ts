import { expect, it } from "vitest";
import { findLocale } from "@/lib/i18n/find-locale";

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
])("of the headers %o the language is %s", (headers, locale) => {
  expect(findLocale(new Headers(headers))).toBe(locale);
});
