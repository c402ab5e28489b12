"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { AccountForm } from "@/components/account/account-form";
import { CompetitionFields } from "@/components/competition/competition-fields";
import { readCompetitionForm } from "@/components/competition/read-competition-form";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { CompetitionResponse } from "@/lib/schemas/challenge/competitions";

/** Makes a competition for friends. */
export function CompetitionForm() {
  const t = useTranslations("competitions.form");
  const locale = useLocale();
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const create = (form: FormData) =>
    submit(async () => {
      const { competition } = await send<CompetitionResponse>(
        "POST",
        "/api/competitions",
        readCompetitionForm(form, locale),
      );
      router.push(`/competitions/${competition.id}`);
    });
  return (
    <section className="panel grid gap-3 p-4" aria-label={t("title")}>
      <h2 className="font-medium">{t("title")}</h2>
      <p className="text-text-2 text-xs">{t("text")}</p>
      {error && <Notice tone="warn">{error.message}</Notice>}
      <AccountForm onSubmit={create}>
        <CompetitionFields />
        <Button type="submit" variant="solid" size="md" className="self-start" disabled={isBusy}>
          {t("create")}
        </Button>
      </AccountForm>
    </section>
  );
}
