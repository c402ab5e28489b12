import {
  formatFixed,
  formatFixedPrice,
  formatMinute,
  formatPercent,
  formatShare,
  readDirection,
} from "@/lib/client/format";
import { type Locale, type LocaleTag, languageOf, readFormatChoice } from "@/lib/schemas/locale";

/**
 * The formats of a user, for pages, mails and reports. The terminal and the lab's tables write numbers and times as the
 * venue does, whatever is chosen, by the functions of `format.ts`.
 */
export type Formats = ReturnType<typeof createFormats>;

const NUMBERS: Record<Locale, string> = { en: "en-US", fr: "fr-FR", pt: "pt-BR" };
const REGIONS = { us: "en-US", de: "de-DE", fr: "fr-FR" } as const;

const known = new Map<LocaleTag, Formats>();

/** Numbers, days and times as a language writes them, or as was chosen beside it. */
export function formatsOf(locale: LocaleTag): Formats {
  const formats = known.get(locale) ?? createFormats(locale);
  known.set(locale, formats);
  return formats;
}

function createFormats(locale: LocaleTag) {
  const language = languageOf(locale);
  const { region, isTwelveHour } = readFormatChoice(locale);
  const numbers = region ? REGIONS[region] : NUMBERS[language];
  const time = (text: string) => (isTwelveHour ? toTwelveHours(text) : text);
  const day = (text: string) => {
    const [date = "", clock] = text.split(" ");
    return clock === undefined ? orderDate(date, language) : `${orderDate(date, language)} ${time(clock)}`;
  };
  return {
    fixed: (value: string | number | null | undefined, digits: number) => formatFixed(value, digits, numbers),
    /** A result with its sign: 12.5 is "+12.50"; what rounds to zero has none. */
    signed: (value: string, digits = 2) => formatSigned(value, digits, numbers),
    price: (value: string) => formatFixedPrice(value, null, numbers),
    /** A decimal text with all its digits. */
    exact: (value: string) => formatFixed(value, value.split(".")[1]?.length ?? 0, numbers),
    percent: (fraction: string | number | null | undefined, digits = 2) =>
      formatPercent(fraction, digits, numbers),
    share: (fraction: string | number | null | undefined, digits = 2) =>
      formatShare(fraction, digits, numbers),
    /** A day such as "2026-11-23", with a time of day behind it or without. */
    day,
    minute: (timeMs: number) => day(formatMinute(timeMs)),
    /** A time of day such as "14:05" or "14:05:09". */
    time,
  };
}

/** "23/11/2026" in French and Portuguese. In English it stays, since the order of day and month depends on the country. */
function orderDate(date: string, language: Locale): string {
  return language === "en" ? date : date.replace(/^(\d{4})-(\d{2})-(\d{2})/, "$3/$2/$1");
}

/** "14:05" as "2:05 PM", which no line break separates. */
function toTwelveHours(time: string): string {
  const hour = Number(time.slice(0, 2));
  return `${hour % 12 || 12}${time.slice(2)}\u00a0${hour < 12 ? "AM" : "PM"}`;
}

function formatSigned(value: string, digits: number, numbers: string): string {
  const text = formatFixed(value, digits, numbers);
  return readDirection(Number(value).toFixed(digits)) === "up" ? `+${text}` : text;
}
