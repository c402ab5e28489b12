import { readLocalNumber } from "@/lib/client/numbers/read-local-number";
import type { LocaleTag } from "@/lib/schemas/locale";

/** The terms that `CompetitionFields` hold: a body of the API without what is left empty. Times are read in the browser's zone. */
export function readCompetitionForm(form: FormData, locale: LocaleTag) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const instant = (name: string) => new Date(text(name)).toISOString();
  const symbols = text("symbols")
    .toUpperCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return {
    name: text("name"),
    startsAt: instant("startsAt"),
    endsAt: instant("endsAt"),
    ...(text("entryUntil") !== "" && { entryUntil: instant("entryUntil") }),
    opening: Number(text("opening")),
    symbols,
    maxDrawdown: readLocalNumber(text("maxDrawdown"), locale) || null,
    minTrades: Number(text("minTrades") || 0),
  };
}
