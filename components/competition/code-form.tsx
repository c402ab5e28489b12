"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { AccountForm } from "@/components/account/account-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { CompetitionDto } from "@/lib/schemas/challenge/competitions";

/** Opens the competition of an invitation code. */
export function CodeForm() {
  const t = useTranslations("competitions.code");
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const find = (form: FormData) =>
    submit(async () => {
      const code = String(form.get("code") ?? "").trim();
      const query = new URLSearchParams({ code });
      const { competitions } = await send<{ competitions: CompetitionDto[] }>(
        "GET",
        `/api/competitions?${query}`,
      );
      const [found] = competitions;
      if (!found) throw new RequestError("not_found", t("unknown"));
      router.push(`/competitions/${found.id}?${query}`);
    });
  return (
    <section className="panel grid gap-3 p-4">
      <h2 className="font-medium">{t("title")}</h2>
      {error && <Notice tone="warn">{error.message}</Notice>}
      <AccountForm onSubmit={find}>
        <Field label={t("label")} name="code" maxLength={32} required autoComplete="off" />
        <Button type="submit" variant="outline" size="md" className="self-start" disabled={isBusy}>
          {t("open")}
        </Button>
      </AccountForm>
    </section>
  );
}
