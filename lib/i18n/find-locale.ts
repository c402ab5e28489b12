import { LOCALE_COOKIE, type LocaleTag, readLocale } from "@/lib/schemas/locale";

/** The language of a request: the visitor's choice, else the first of the browser's that there is, else English. */
export function findLocale(headers: Pick<Headers, "get">): LocaleTag {
  return findChosenLocale(headers) ?? readAccepted(headers.get("accept-language") ?? "") ?? "en";
}

/** What was chosen in the browser of a request; null without a choice. */
export function findChosenLocale(headers: Pick<Headers, "get">): LocaleTag | null {
  const cookies = headers.get("cookie") ?? "";
  const start = `${LOCALE_COOKIE}=`;
  const cookie = cookies.split(";").find((one) => one.trim().startsWith(start));
  return readLocale(cookie?.trim().slice(start.length));
}

/** RFC 9110, 12.5.4: `fr-CA,fr;q=0.9,en;q=0.8`. Of a tag only the language counts. */
function readAccepted(header: string): LocaleTag | null {
  const accepted = header
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const q = parameters.find((one) => one.trim().startsWith("q="))?.split("=")[1];
      return { language: tag.split("-")[0], weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { language } of accepted) {
    const locale = readLocale(language);
    if (locale) return locale;
  }
  return null;
}
