"use client";

import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { LineFigures, SettingsLine } from "@/components/account/settings/settings-line";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { useSubmit } from "@/lib/client/api/use-submit";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import type { ApiKeyDto, CreatedKey, CreateKeyBody } from "@/lib/schemas/programs/api-keys";
import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

const FIELD = "h-9 rounded border border-line-strong bg-panel px-2 text-sm";

/** Lists the user's API keys, makes and revokes them. `keys` is null while they can't be read. */
export function ApiKeySettings(props: { keys: ApiKeyDto[] | null; portfolios: PortfolioSummary[] }) {
  const t = useTranslations("account.settings.apiKeys");
  const { isBusy, error, submit } = useSubmit();
  const [keys, setKeys] = useState(props.keys ?? []);
  const [created, setCreated] = useState<CreatedKey | null>(null);
  const create = (form: FormData) =>
    submit(async () => {
      const made = await sendVerified<CreatedKey>("POST", "/api/account/keys", readForm(form));
      setCreated(made);
      setKeys((all) => [made.key, ...all]);
    });
  const revoke = (key: string) =>
    submit(async () => {
      await sendVerified("DELETE", `/api/account/keys/${key}`);
      const revokedAt = new Date().toISOString();
      setKeys((all) => all.map((one) => (one.key === key ? { ...one, revokedAt } : one)));
      setCreated((shown) => (shown?.key.key === key ? null : shown));
    });
  return (
    <SettingsSection id="api-keys" title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {!props.keys && <Notice tone="warn">{t("unavailable")}</Notice>}
      {created && <NewKey created={created} />}
      <ul className="flex flex-col divide-y">
        {keys.map((key) => (
          <KeyLine key={key.key} apiKey={key} isBusy={isBusy} onRevoke={() => revoke(key.key)} />
        ))}
      </ul>
      <AccountForm onSubmit={create}>
        <Field label={t("name")} name="name" maxLength={40} required />
        <label className="flex flex-col gap-1 font-medium text-[13px]">
          {t("portfolio")}
          <select name="portfolioId" className={FIELD} required>
            {props.portfolios.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="flex flex-col gap-1 font-medium text-[13px]">
          {t("rights")}
          <select name="rights" className={FIELD}>
            <option value="read">{t("access.read")}</option>
            <option value="trade">{t("access.trade")}</option>
          </select>
        </label>
        <Field label={t("ips")} name="ips" hint={t("ipsHint")} />
        <Field label={t("days")} name="days" inputMode="numeric" hint={t("daysHint")} />
        <label className="flex flex-col gap-1 font-medium text-[13px]">
          {t("publicKey")}
          <textarea name="publicKey" rows={2} className={`${FIELD} num h-auto py-1.5`} />
          <span className="font-normal text-text-3 text-xs">{t("publicKeyHint")}</span>
        </label>
        <Button type="submit" variant="outline" size="md" className="self-start" disabled={isBusy}>
          {t("create")}
        </Button>
      </AccountForm>
    </SettingsSection>
  );
}

function readForm(form: FormData): CreateKeyBody {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const ips = text("ips")
    .split(/[\s,]+/)
    .filter(Boolean);
  return {
    name: text("name"),
    portfolioId: text("portfolioId"),
    canTrade: text("rights") === "trade",
    ips,
    ...(text("days") !== "" && { days: Number(text("days")) }),
    ...(text("publicKey") !== "" && { publicKey: text("publicKey") }),
  };
}

function NewKey({ created: { key, secret } }: { created: CreatedKey }) {
  const t = useTranslations("account.settings.apiKeys");
  const num = (chunks: ReactNode) => <span className="num break-all text-text">{chunks}</span>;
  return (
    <div className="flex flex-col gap-2">
      <Notice tone="good">{t(secret === null ? "created" : "createdWithSecret")}</Notice>
      <p className="text-[13px] text-text-2">{t.rich("key", { key: key.key, num })}</p>
      {secret !== null && <p className="text-[13px] text-text-2">{t.rich("secret", { secret, num })}</p>}
    </div>
  );
}

function KeyLine(props: { apiKey: ApiKeyDto; isBusy: boolean; onRevoke: () => void }) {
  const t = useTranslations("account.settings.apiKeys");
  const formats = formatsOf(useLocale());
  const { apiKey } = props;
  const { key, name, portfolioName, canTrade, signs, ips, expiresAt, revokedAt } = apiKey;
  const terms = [
    portfolioName,
    t(canTrade ? "access.trade" : "access.read"),
    ...(signs === "rsa" ? ["RSA"] : []),
    ...(ips.length > 0 ? [ips.join(", ")] : []),
    ...(expiresAt === null ? [] : [t("until", { day: formats.day(expiresAt.slice(0, 10)) })]),
  ];
  return (
    <SettingsLine
      title={
        <>
          {name} <span className="num text-text-3">{key}</span>
        </>
      }
      notes={[
        terms.join(" · "),
        <LineFigures key="use">
          {revokedAt === null
            ? describeUse(apiKey, { t, formats })
            : t("revoked", { time: formats.minute(Date.parse(revokedAt)) })}
        </LineFigures>,
      ]}
      action={
        revokedAt === null
          ? { text: t("revoke"), label: t("revokeKey", { name }), isBusy: props.isBusy, run: props.onRevoke }
          : null
      }
    />
  );
}

function describeUse(
  { lastUsedAt, callsLastHour }: ApiKeyDto,
  { t, formats }: { t: Translate<"account.settings.apiKeys">; formats: Formats },
): string {
  if (lastUsedAt === null) return t("neverUsed");
  return t("lastUsed", { time: formats.minute(Date.parse(lastUsedAt)), calls: callsLastHour });
}
