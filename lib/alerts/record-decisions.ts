import "server-only";
import { formatFiring } from "@/lib/alerts/format-firing";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import { type DecidedAlert, saveAlerts } from "@/lib/db/alerts/save-alerts";
import type { AlertKey } from "@/lib/db/alerts/triggered-alerts";
import { findPreferences } from "@/lib/db/queries/users/find-preferences";
import { readMailLocale } from "@/lib/i18n/create-mail-translator";
import { createPageTranslator } from "@/lib/i18n/create-page-translator";
import type { LocaleTag } from "@/lib/schemas/locale";

/**
 * Writes decisions, and the notifications of those that fire in the language of their owners. An alert that has changed
 * since it was read is left out. @returns the keys of those that were written
 */
export async function recordDecisions(decided: readonly DecidedAlert[]): Promise<AlertKey[]> {
  const owners = decided.filter(({ decision }) => decision.firing !== null).map(({ alert }) => alert.userId);
  const textsOf = await loadTexts([...new Set(owners)]);
  return saveAlerts(
    decided.map((one) => {
      const { firing } = one.decision;
      const texts = textsOf(one.alert.userId);
      return { ...one, text: firing !== null && texts ? formatFiring(one.alert, firing.facts, texts) : null };
    }),
  );
}

type Texts = { t: Translate<"notifications">; formats: Formats };

/** The page text of each of these users' languages. */
async function loadTexts(userIds: string[]): Promise<(userId: string) => Texts | undefined> {
  const preferences = userIds.length === 0 ? new Map() : await findPreferences(userIds);
  const locales = new Map(userIds.map((userId) => [userId, readMailLocale(preferences.get(userId) ?? {})]));
  const texts = new Map<LocaleTag | undefined, Texts>();
  for (const locale of new Set(locales.values())) {
    const t = remember(await createPageTranslator(locale, "notifications"));
    texts.set(locale, { t, formats: formatsOf(locale) });
  }
  return (userId) => texts.get(locales.get(userId));
}

/** Alerts that fire together share texts: those that one price crosses have the same detail. */
function remember(translate: Translate<"notifications">): Translate<"notifications"> {
  const known = new Map<string, string>();
  const t = (...[key, values]: Parameters<typeof translate>) => {
    const name = `${key} ${JSON.stringify(values)}`;
    const text = known.get(name) ?? translate(key, values);
    known.set(name, text);
    return text;
  };
  return Object.assign(t, translate);
}
