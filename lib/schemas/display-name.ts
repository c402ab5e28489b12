import { z } from "zod";

/** Characters that are invisible, or change how the text around them is shown. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** More combining marks on one letter than any language uses. */
const STACKED_MARKS = /^\p{M}|\p{M}{3}/u;
/** Scripts with letters that look like those of another script: a name uses at most one of them. */
const LOOK_ALIKES = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /\p{Script=Lisu}/u,
  /\p{Script=Tifinagh}/u,
];

/** Whether a text that other people are shown has no character that hides, reorders or covers text. */
export function isPlainText(text: string): boolean {
  return !HIDDEN.test(text) && !STACKED_MARKS.test(text);
}

/**
 * A public display name: no characters that hide, reorder or imitate text. Full-width and styled letters
 * become plain ones.
 */
export const displayNameSchema = z
  .string()
  .max(200, "must have at most 40 characters")
  .transform((text) => text.normalize("NFKC").replace(/ {2,}/g, " ").trim())
  .pipe(
    z
      .string()
      .min(2, "must have at least 2 characters")
      .max(40, "must have at most 40 characters")
      .regex(/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u, "may have letters, digits and signs")
      .refine(isPlainText, "may have letters, digits and signs")
      .refine(
        (text) => LOOK_ALIKES.filter((script) => script.test(text)).length <= 1,
        "must not mix alphabets that look alike",
      ),
  );

const UNKNOWN_NAME = "Trader";

/** The display name from a sign-in provider's name, without disallowed characters. */
export function publicNameOf(given: string | null): string {
  const visible = [...(given ?? "").normalize("NFKC")].filter((character) => !HIDDEN.test(character));
  const parsed = displayNameSchema.safeParse(visible.slice(0, 40).join(""));
  return parsed.success ? parsed.data : UNKNOWN_NAME;
}
