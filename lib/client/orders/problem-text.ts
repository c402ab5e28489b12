import type { InvalidNumber } from "@/lib/client/numbers/read-number";
import type { Translate } from "@/lib/client/translate";

/** What is wrong with an input, as page text for later. */
export type ProblemText = (t: Translate<"terminal.problem">) => string;

/** The texts of a number that can't be used; without `missing`, `wrong` is shown for an empty field, too. */
export type NumberTexts = { missing?: ProblemText; wrong: ProblemText };

/** The text of a number that can't be used; a decimal comma has its own. */
export function explainNumber(reading: InvalidNumber, texts: NumberTexts): ProblemText {
  if (reading.problem === "decimal comma") return (t) => t("decimalComma", { hint: reading.hint });
  return reading.problem === "missing" ? (texts.missing ?? texts.wrong) : texts.wrong;
}
