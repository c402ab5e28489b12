"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { AccountForm } from "@/components/account/account-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { CompetitionResponse } from "@/lib/schemas/competitions";

/** Makes a competition for friends. */
export function CompetitionForm() {
  const t = useTranslations("competitions.form");
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const create = (form: FormData) =>
    submit(async () => {
      const { competition } = await send<CompetitionResponse>("POST", "/api/competitions", readForm(form));
      router.push(`/competitions/${competition.id}`);
    });
  return (
    <section className="panel grid gap-3 p-4" aria-label={t("title")}>
      <h2 className="font-medium">{t("title")}</h2>
      <p className="text-text-2 text-xs">{t("text")}</p>
      {error && <Notice tone="warn">{error.message}</Notice>}
      <AccountForm onSubmit={create}>
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
        <Button type="submit" variant="solid" size="md" className="self-start" disabled={isBusy}>
          {t("create")}
        </Button>
      </AccountForm>
    </section>
  );
}

function readForm(form: FormData) {
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
    maxDrawdown: text("maxDrawdown") || null,
    minTrades: Number(text("minTrades") || 0),
  };
}
