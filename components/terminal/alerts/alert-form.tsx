"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import {
  buildCondition,
  type FormValues,
  HOURS,
  initialValues,
} from "@/components/terminal/alerts/alert-values";
import type { AlertDraft } from "@/components/terminal/alerts/alerts-sheet";
import { ConditionFields } from "@/components/terminal/alerts/condition-fields";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Input } from "@/components/ui/form/input";
import { LabelledSelect } from "@/components/ui/form/labelled-select";
import { useSubmit } from "@/lib/client/api/use-submit";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import { ALERT_KINDS } from "@/lib/core/alerts/alert";
import type { CreateAlertBody } from "@/lib/schemas/trading/alerts";

type Props = { draft: AlertDraft; onCreate: (body: CreateAlertBody) => Promise<void> };

/** A new alert: its condition, how often it fires, until when, and where it is delivered. */
export function AlertForm({ draft, onCreate }: Props) {
  const t = useTranslations("alerts.form");
  const kindText = useTranslations("alerts.kind");
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const isChallenge = usePortfolioValue((portfolio) => portfolio.challenge !== null);
  const [values, setValues] = useState(() => initialValues(draft));
  const change = (changes: Partial<FormValues>) => setValues((before) => ({ ...before, ...changes }));
  const { isBusy, error, submit } = useSubmit();
  const condition = buildCondition(values, { symbol: draft.symbol, portfolioId });
  const kinds = ALERT_KINDS.filter((kind) => kind !== "headroom" || isChallenge);

  const send = (event: FormEvent) => {
    event.preventDefault();
    if (condition === null) return;
    const { isRepeating, byPush, byMail, note, hours } = values;
    const expiresAt = hours === "0" ? null : new Date(Date.now() + Number(hours) * 3_600_000).toISOString();
    void submit(async () => {
      await onCreate({ condition, isRepeating, expiresAt, byPush, byMail, note });
      change({ level: "", note: "" });
    });
  };

  return (
    <form aria-label={t("label")} onSubmit={send} className="grid gap-3 rounded border p-3">
      <div className="flex flex-wrap items-center gap-3">
        <LabelledSelect
          label={t("kind")}
          value={values.kind}
          options={kinds.map((kind) => [kind, kindText(kind, { symbol: draft.symbol })] as const)}
          onChange={(kind) => change({ kind })}
        />
        <ConditionFields values={values} onChange={change} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Checkbox isOn={values.isRepeating} onChange={(isRepeating) => change({ isRepeating })}>
          {t("repeat")}
        </Checkbox>
        <Checkbox isOn={values.byPush} onChange={(byPush) => change({ byPush })}>
          {t("push")}
        </Checkbox>
        <Checkbox isOn={values.byMail} onChange={(byMail) => change({ byMail })}>
          {t("mail")}
        </Checkbox>
        <LabelledSelect
          label={t("ends")}
          value={values.hours}
          options={HOURS.map((hours) => [hours, t(`hours.${hours}`)] as const)}
          onChange={(hours) => change({ hours })}
        />
      </div>
      <div className="flex gap-2">
        <Input
          aria-label={t("note")}
          placeholder={t("note")}
          maxLength={200}
          value={values.note}
          onChange={(event) => change({ note: event.target.value })}
        />
        <Button type="submit" variant="solid" disabled={isBusy || condition === null}>
          {t("create")}
        </Button>
      </div>
      {error && (
        <p role="alert" className="text-down">
          {error.message}
        </p>
      )}
    </form>
  );
}
