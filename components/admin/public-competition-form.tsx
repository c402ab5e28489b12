"use client";

import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { ReasonButton } from "@/components/admin/reason-button";
import { CompetitionFields } from "@/components/competition/competition-fields";
import { readCompetitionForm } from "@/components/competition/read-competition-form";
import { TermsList } from "@/components/competition/terms-list";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { sendVerified } from "@/lib/client/api/access/send-verified";

type Terms = ReturnType<typeof readCompetitionForm> & { maxEntries: number };

/** A public competition: its terms are shown as traders will read them before it is created. */
export function PublicCompetitionForm({ onDone }: { onDone: () => void }) {
  const t = useTranslations("admin.competitions");
  const locale = useLocale();
  const [terms, setTerms] = useState<Terms | null>(null);
  const fields = useRef<HTMLDivElement>(null);
  const preview = async (form: FormData) =>
    setTerms({ ...readCompetitionForm(form, locale), maxEntries: Number(form.get("maxEntries")) });
  const create = async (reason: string) => {
    await sendVerified("POST", "/api/admin/competitions", { ...terms, reason });
    setTerms(null);
    fields.current?.closest("form")?.reset();
    onDone();
  };
  return (
    <section className="panel grid gap-3 p-4" aria-label={t("new")}>
      <h2 className="font-medium text-sm">{t("new")}</h2>
      <AccountForm onSubmit={preview}>
        {/* Terms that were shown are the ones that are sent. */}
        <div ref={fields} className="flex flex-col gap-4" onInput={() => setTerms(null)}>
          <CompetitionFields />
          <Field
            label={t("maxEntries")}
            name="maxEntries"
            type="number"
            min={2}
            max={100_000}
            defaultValue={10_000}
            required
          />
        </div>
        <Button type="submit" variant="outline" size="md" className="self-start">
          {t("preview")}
        </Button>
      </AccountForm>
      {terms && (
        <section className="grid gap-3" aria-label={t("terms")}>
          <h3 className="font-medium text-sm">{terms.name}</h3>
          <TermsList terms={{ ...terms, status: "ANNOUNCED", maxDrawdown: toFraction(terms.maxDrawdown) }} />
          <div>
            <ReasonButton
              label={t("create")}
              title={t("createTitle", { name: terms.name })}
              consequence={t("createConsequence", { entries: terms.maxEntries })}
              act={create}
            />
          </div>
        </section>
      )}
    </section>
  );
}

/** A percentage of the form as the fraction that stored terms have. */
function toFraction(percent: string | null): number | null {
  return percent === null ? null : Number(percent) / 100;
}
