"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { LineFigures, SettingsLine } from "@/components/account/settings/settings-line";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { PortfolioSelect } from "@/components/programs/portfolio-select";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { formatsOf } from "@/lib/client/locale/formats-of";
import {
  type CreatedWebhook,
  type CreateWebhookBody,
  WEBHOOK_TOPICS,
  type WebhookDto,
  type WebhookFailureDto,
  type WebhooksResponse,
} from "@/lib/schemas/programs/webhooks";
import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

/** Lists the user's webhooks and the messages that failed. `own` is null while they can't be read. */
export function WebhookSettings(props: { own: WebhooksResponse | null; portfolios: PortfolioSummary[] }) {
  const t = useTranslations("account.settings.webhooks");
  const { isBusy, error, submit } = useSubmit();
  const [webhooks, setWebhooks] = useState(props.own?.webhooks ?? []);
  const [failures, setFailures] = useState(props.own?.failures ?? []);
  const [created, setCreated] = useState<CreatedWebhook | null>(null);
  const create = (form: FormData) =>
    submit(async () => {
      const made = await sendVerified<CreatedWebhook>("POST", "/api/account/webhooks", readForm(form));
      setCreated(made);
      setWebhooks((all) => [made.webhook, ...all]);
    });
  const remove = (id: string) =>
    submit(async () => {
      await send("DELETE", `/api/account/webhooks/${id}`);
      setWebhooks((all) => all.filter((one) => one.id !== id));
      setFailures((all) => all.filter((one) => !one.id.startsWith(id)));
      setCreated((shown) => (shown?.webhook.id === id ? null : shown));
    });
  const resend = (id: string) =>
    submit(async () => {
      await send("POST", `/api/account/webhooks/messages/${id}/resend`);
      setFailures((all) => all.filter((one) => one.id !== id));
    });
  return (
    <SettingsSection id="webhooks" title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {!props.own && <Notice tone="warn">{t("unavailable")}</Notice>}
      {created && <NewWebhook secret={created.secret} />}
      <ul className="flex flex-col divide-y">
        {webhooks.map((webhook) => (
          <WebhookLine
            key={webhook.id}
            webhook={webhook}
            isBusy={isBusy}
            onDelete={() => remove(webhook.id)}
          />
        ))}
      </ul>
      <AccountForm onSubmit={create}>
        <Field label={t("url")} name="url" type="url" maxLength={500} hint={t("urlHint")} required />
        <PortfolioSelect label={t("portfolio")} portfolios={props.portfolios} />
        <fieldset className="flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
          <legend className="mb-1 font-medium">{t("topics")}</legend>
          {WEBHOOK_TOPICS.map((topic) => (
            <label key={topic} className="flex items-center gap-1.5">
              <input type="checkbox" name="topics" value={topic} defaultChecked />
              {t(`topic.${topic}`)}
            </label>
          ))}
        </fieldset>
        <Button type="submit" variant="outline" size="md" className="self-start" disabled={isBusy}>
          {t("create")}
        </Button>
      </AccountForm>
      {failures.length > 0 && <Failures failures={failures} isBusy={isBusy} onResend={resend} />}
    </SettingsSection>
  );
}

function readForm(form: FormData): CreateWebhookBody {
  const chosen = form.getAll("topics").map(String);
  return {
    url: String(form.get("url")).trim(),
    portfolioId: String(form.get("portfolioId")),
    topics: WEBHOOK_TOPICS.filter((topic) => chosen.includes(topic)),
  };
}

function NewWebhook({ secret }: { secret: string }) {
  const t = useTranslations("account.settings.webhooks");
  const num = (chunks: ReactNode) => <span className="num break-all text-text">{chunks}</span>;
  return (
    <div className="flex flex-col gap-2">
      <Notice tone="good">{t("created")}</Notice>
      <p className="text-[13px] text-text-2">{t.rich("secret", { secret, num })}</p>
    </div>
  );
}

function WebhookLine(props: { webhook: WebhookDto; isBusy: boolean; onDelete: () => void }) {
  const t = useTranslations("account.settings.webhooks");
  const { url, portfolioName, topics } = props.webhook;
  return (
    <SettingsLine
      title={<LineFigures>{url}</LineFigures>}
      notes={[[portfolioName, ...topics.map((topic) => t(`topic.${topic}`))].join(" · ")]}
      action={{
        text: t("delete"),
        label: t("deleteWebhook", { url }),
        isBusy: props.isBusy,
        run: props.onDelete,
      }}
    />
  );
}

function Failures(props: {
  failures: readonly WebhookFailureDto[];
  isBusy: boolean;
  onResend: (id: string) => void;
}) {
  const t = useTranslations("account.settings.webhooks");
  const formats = formatsOf(useLocale());
  return (
    <div className="flex flex-col gap-1">
      <h3 className="font-medium text-[13px]">{t("failures")}</h3>
      <ul className="flex max-h-80 flex-col divide-y overflow-y-auto">
        {props.failures.map(({ id, url, topic, error, endedAt }) => (
          <li key={id} className="flex items-center gap-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="text-[13px]">
                {t(`topic.${topic}`)} · {error}
              </p>
              <p className="num truncate text-text-3 text-xs">
                {formats.minute(Date.parse(endedAt))} · {url}
              </p>
            </div>
            <Button variant="outline" disabled={props.isBusy} onClick={() => props.onResend(id)}>
              {t("resend")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
