import "server-only";
import { type FiringText, formatFiring } from "@/lib/alerts/format-firing";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { type DecidedAlert, saveAlerts } from "@/lib/db/alerts/save-alerts";
import type { AlertKey } from "@/lib/db/alerts/triggered-alerts";
import { findPreferences } from "@/lib/db/queries/users/find-preferences";
import { readMailLocale } from "@/lib/i18n/create-mail-translator";
import { createPageTranslator } from "@/lib/i18n/create-page-translator";

/**
 * Writes decisions, and the notifications of those that fire in the language of their owners. An alert that has changed
 * since it was read is left out. @returns the keys of those that were written
 */
export async function recordDecisions(decided: readonly DecidedAlert[]): Promise<AlertKey[]> {
  const owners = decided.filter(({ decision }) => decision.firing !== null).map(({ alert }) => alert.userId);
  const preferences = owners.length === 0 ? new Map() : await findPreferences([...new Set(owners)]);
  const written = decided.map(async (one) => ({ ...one, text: await write(one, preferences) }));
  return saveAlerts(await Promise.all(written));
}

async function write(
  { alert, decision }: DecidedAlert,
  preferences: ReadonlyMap<string, unknown>,
): Promise<FiringText | null> {
  if (decision.firing === null) return null;
  const locale = readMailLocale(preferences.get(alert.userId) ?? {});
  const t = await createPageTranslator(locale, "notifications");
  return formatFiring(alert, decision.firing.facts, { t, formats: formatsOf(locale) });
}
