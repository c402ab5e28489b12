import type { Translate } from "@/lib/client/translate";

/** Why a figure has no value, as text. */
export function explainMissing(why: string, t: Translate<"journal.figures">): string {
  const key = `why.${why}` as "why.unknown";
  return t(t.has(key) ? key : "why.unknown");
}
