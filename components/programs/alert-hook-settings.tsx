"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { LineFigures, SettingsLine } from "@/components/account/settings/settings-line";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { PortfolioSelect } from "@/components/programs/portfolio-select";
import { ReceivedAlerts } from "@/components/programs/received-alerts";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { useSubmit } from "@/lib/client/api/use-submit";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { AlertHookDto, CreatedHook } from "@/lib/schemas/programs/hooks";
import { ALERT_MESSAGES } from "@/lib/schemas/programs/trading-alert";
import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

/** Lists the user's hooks for TradingView, makes and revokes them. `hooks` is null while they can't be read. */
export function AlertHookSettings(props: { hooks: AlertHookDto[] | null; portfolios: PortfolioSummary[] }) {
  const t = useTranslations("account.settings.hooks");
  const { isBusy, error, submit } = useSubmit();
  const [hooks, setHooks] = useState(props.hooks ?? []);
  const [created, setCreated] = useState<CreatedHook | null>(null);
  const create = (form: FormData) =>
    submit(async () => {
      const body = { name: String(form.get("name")).trim(), portfolioId: String(form.get("portfolioId")) };
      const made = await sendVerified<CreatedHook>("POST", "/api/account/hooks", body);
      setCreated(made);
      setHooks((all) => [made.hook, ...all]);
    });
  const revoke = (id: string) =>
    submit(async () => {
      await sendVerified("DELETE", `/api/account/hooks/${id}`);
      const revokedAt = new Date().toISOString();
      setHooks((all) => all.map((one) => (one.id === id ? { ...one, revokedAt } : one)));
      setCreated((shown) => (shown?.hook.id === id ? null : shown));
    });
  return (
    <SettingsSection id="tradingview" title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {!props.hooks && <Notice tone="warn">{t("unavailable")}</Notice>}
      {created && <NewHook url={created.url} />}
      <ul className="flex flex-col divide-y">
        {hooks.map((hook) => (
          <HookLine key={hook.id} hook={hook} isBusy={isBusy} onRevoke={() => revoke(hook.id)} />
        ))}
      </ul>
      <AccountForm onSubmit={create}>
        <Field label={t("name")} name="name" maxLength={40} required />
        <PortfolioSelect label={t("portfolio")} portfolios={props.portfolios} />
        <Button type="submit" variant="outline" size="md" className="self-start" disabled={isBusy}>
          {t("create")}
        </Button>
      </AccountForm>
      <ReceivedAlerts />
    </SettingsSection>
  );
}

function NewHook({ url }: { url: string }) {
  const t = useTranslations("account.settings.hooks");
  const messages = [
    ["strategyMessage", ALERT_MESSAGES.strategy],
    ["plainMessage", ALERT_MESSAGES.plain],
  ] as const;
  return (
    <div className="flex flex-col gap-2">
      <Notice tone="good">{t("created")}</Notice>
      <CopyText label={t("url")} text={url} />
      {messages.map(([name, text]) => (
        <CopyText key={name} label={t(name)} text={text} />
      ))}
    </div>
  );
}

/** Text to be pasted elsewhere; a click selects all of it. */
function CopyText({ label, text }: { label: string; text: string }) {
  return (
    <label className="flex flex-col gap-1 font-medium text-[13px]">
      {label}
      <textarea
        readOnly
        rows={2}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        className="num break-all rounded border border-line-strong bg-panel px-2 py-1.5 text-xs"
      />
    </label>
  );
}

function HookLine(props: { hook: AlertHookDto; isBusy: boolean; onRevoke: () => void }) {
  const t = useTranslations("account.settings.hooks");
  const formats = formatsOf(useLocale());
  const { name, portfolioName, createdAt, revokedAt } = props.hook;
  const time = formats.minute(Date.parse(revokedAt ?? createdAt));
  return (
    <SettingsLine
      title={name}
      notes={[
        portfolioName,
        <LineFigures key="time">{t(revokedAt === null ? "since" : "revoked", { time })}</LineFigures>,
      ]}
      action={
        revokedAt === null
          ? { text: t("revoke"), label: t("revokeHook", { name }), isBusy: props.isBusy, run: props.onRevoke }
          : null
      }
    />
  );
}
