import { readNumber } from "@/lib/client/numbers/read-number";
import { formatDecimal } from "@/lib/core/decimal";
import { hasDecimalComma, type LocaleTag } from "@/lib/schemas/locale";

/** Digits, spaces or points between groups, and a decimal comma. */
const DECIMAL_COMMA = /^[+-]?(\d{1,3}([.\s]\d{3})+|\d+),\d+$/;
const GROUPED_BY_SPACES = /^[+-]?\d{1,3}(\s\d{3})+(\.|$)/;
/** In English three digits after one comma are thousands. */
const ENGLISH_COMMA = /^[+-]?\d+,(\d{1,2}|\d{4,})$/;

/**
 * A number typed in the form of a page, as the API takes it: "2,5" is "2.5", in English "1,000" is "1000", in French
 * and Portuguese "1.000,5" is "1000.5". Text that is no number stays as typed, so that the API says what is wrong.
 */
export function readLocalNumber(text: string, locale: LocaleTag): string {
  const typed = text.trim().replace("−", "-");
  const hasComma = (hasDecimalComma(locale) ? DECIMAL_COMMA : ENGLISH_COMMA).test(typed);
  const ungrouped = GROUPED_BY_SPACES.test(typed) ? typed.replaceAll(/\s/g, "") : typed;
  const reading = readNumber(hasComma ? typed.replaceAll(/[.\s]/g, "").replace(",", ".") : ungrouped);
  return "value" in reading ? formatDecimal(reading.value) : text.trim();
}
