"use client";

import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import useSWR from "swr";
import { LimitsStatus } from "@/components/limits/limits-status";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { encodeId } from "@/lib/client/api/encode-id";
import { explainError } from "@/lib/client/api/explain-error";
import { getJson } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { readLocalNumber } from "@/lib/client/numbers/read-local-number";
import type { OwnLimitsBody, OwnLimitsDto } from "@/lib/schemas/challenge/own-limits";
import type { LocaleTag } from "@/lib/schemas/locale";

/** Shows and changes the own limits of a portfolio. */
export function LimitsForm({ portfolioId }: { portfolioId: string }) {
  const errors = useTranslations("common.error");
  const url = `/api/portfolios/${encodeId(portfolioId)}/limits`;
  const { data, error, mutate } = useSWR(url, (key: string) => getJson<OwnLimitsDto>(key));
  if (error !== undefined) return <Notice tone="warn">{explainError(error, errors)}</Notice>;
  if (!data) return <Skeleton className="h-64" />;
  const save = async (body: OwnLimitsBody) => {
    await mutate(send<OwnLimitsDto>("PUT", url, body), { revalidate: false });
  };
  return <LoadedForm known={data} onSave={save} />;
}

function LoadedForm(props: { known: OwnLimitsDto; onSave: (body: OwnLimitsBody) => Promise<void> }) {
  const { known, onSave } = props;
  const t = useTranslations("limits");
  const common = useTranslations("common");
  const locale = useLocale();
  const { isBusy, error, submit } = useSubmit();
  const [isSaved, setSaved] = useState(false);
  const shown = known.pending?.limits ?? known.limits;
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    return submit(async () => {
      setSaved(false);
      await onSave(readForm(form, locale));
      setSaved(true);
    });
  };
  return (
    <form onSubmit={(event) => void save(event)} className="grid gap-3" aria-label={t("title")}>
      <p className="text-[13px] text-text-2">{t("text", { zone: known.zone })}</p>
      <LimitsStatus known={known} />
      {error && <Notice tone="warn">{error.message}</Notice>}
      {isSaved && <Notice tone="good">{t(known.pending === null ? "saved" : "savedInPart")}</Notice>}
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={t("field.dayLoss")}
          name="dayLoss"
          inputMode="decimal"
          defaultValue={shown.dayLoss ?? ""}
          end={<span className="pr-2 text-text-3 text-xs">USDT</span>}
        />
        <Field
          label={t("field.dayLossPercent")}
          name="dayLossPercent"
          inputMode="decimal"
          defaultValue={shown.dayLossPercent ?? ""}
          end={<span className="pr-2 text-text-3 text-xs">%</span>}
        />
        <Whole name="lossesInRow" max={100} value={shown.lossesInRow} />
        <Whole name="tradesPerDay" max={1_000} value={shown.tradesPerDay} />
        <Whole name="pauseMinutes" max={1_440} value={shown.pauseMinutes} />
        <div className="grid grid-cols-2 gap-3">
          <Field
            label={t("field.opensAt")}
            name="opensAt"
            type="time"
            defaultValue={shown.hours?.opensAt ?? ""}
          />
          <Field
            label={t("field.closesAt")}
            name="closesAt"
            type="time"
            defaultValue={shown.hours?.closesAt ?? ""}
          />
        </div>
      </div>
      <p className="text-text-3 text-xs">{t("rule")}</p>
      <Button type="submit" variant="solid" size="md" className="justify-self-end" disabled={isBusy}>
        {common("save")}
      </Button>
    </form>
  );
}

function Whole(props: {
  name: "lossesInRow" | "tradesPerDay" | "pauseMinutes";
  max: number;
  value: number | null;
}) {
  const { name, max, value } = props;
  const t = useTranslations("limits.field");
  return <Field label={t(name)} name={name} type="number" min={1} max={max} defaultValue={value ?? ""} />;
}

/** The body of the form's fields; an empty field is no limit. */
function readForm(form: FormData, locale: LocaleTag): OwnLimitsBody {
  const text = (name: string) => String(form.get(name) ?? "").trim() || null;
  const decimal = (name: string) => readLocalNumber(text(name) ?? "", locale) || null;
  const whole = (name: string) => (text(name) === null ? null : Number(text(name)));
  const opensAt = text("opensAt");
  const closesAt = text("closesAt");
  return {
    dayLoss: decimal("dayLoss"),
    dayLossPercent: decimal("dayLossPercent"),
    lossesInRow: whole("lossesInRow"),
    tradesPerDay: whole("tradesPerDay"),
    pauseMinutes: whole("pauseMinutes"),
    hours:
      opensAt === null && closesAt === null ? null : { opensAt: opensAt ?? "", closesAt: closesAt ?? "" },
  };
}
