"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/form/field";

/** The fields of a competition's terms, as `readCompetitionForm` reads them. */
export function CompetitionFields() {
  const t = useTranslations("competitions.form");
  return (
    <>
      <Field label={t("name")} name="name" minLength={3} maxLength={60} required />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("startsAt")} name="startsAt" type="datetime-local" required />
        <Field label={t("endsAt")} name="endsAt" type="datetime-local" required />
        <Field label={t("entryUntil")} name="entryUntil" type="datetime-local" hint={t("entryHint")} />
        <Field
          label={t("opening")}
          name="opening"
          type="number"
          min={100}
          max={1_000_000}
          defaultValue={10_000}
          required
        />
        <Field label={t("maxDrawdown")} name="maxDrawdown" inputMode="decimal" hint={t("drawdownHint")} />
        <Field label={t("minTrades")} name="minTrades" type="number" min={0} max={1_000} defaultValue={1} />
      </div>
      <Field label={t("symbols")} name="symbols" hint={t("symbolsHint")} autoComplete="off" />
    </>
  );
}
