"use client";

import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { SettingsSection } from "@/components/account/settings-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { sendVerified } from "@/lib/client/api/send-verified";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { ApiKeyDto, CreatedKey, CreateKeyBody } from "@/lib/schemas/api-keys";
import type { PortfolioSummary } from "@/lib/schemas/trading-answers";

const FIELD = "h-9 rounded border border-line-strong bg-panel px-2 text-sm";

/** Lists the user's API keys, makes and revokes them. `keys` is null while they can't be read. */
export function ApiKeySettings(props: { keys: ApiKeyDto[] | null; portfolios: PortfolioSummary[] }) {
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
    <SettingsSection
      id="api-keys"
      title="API keys"
      text="For programs that trade one portfolio over the Bybit v5 API. At most 20 keys."
    >
      {error && <Notice tone="warn">{error.message}</Notice>}
      {!props.keys && <Notice tone="warn">Your API keys can’t be read at the moment.</Notice>}
      {created && <NewKey created={created} />}
      <ul className="flex flex-col divide-y">
        {keys.map((key) => (
          <KeyLine key={key.key} apiKey={key} isBusy={isBusy} onRevoke={() => revoke(key.key)} />
        ))}
      </ul>
      <AccountForm onSubmit={create}>
        <Field label="Name" name="name" maxLength={40} required />
        <label className="flex flex-col gap-1 font-medium text-[13px]">
          Portfolio
          <select name="portfolioId" className={FIELD} required>
            {props.portfolios.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="flex flex-col gap-1 font-medium text-[13px]">
          Rights
          <select name="rights" className={FIELD}>
            <option value="read">Read</option>
            <option value="trade">Read and trade</option>
          </select>
        </label>
        <Field label="IP addresses" name="ips" hint="Separated by commas. Empty: any address." />
        <Field label="Days until it expires" name="days" inputMode="numeric" hint="Empty: never." />
        <label className="flex flex-col gap-1 font-medium text-[13px]">
          Your RSA public key (PEM)
          <textarea name="publicKey" rows={2} className={`${FIELD} num h-auto py-1.5`} />
          <span className="font-normal text-text-3 text-xs">Empty: the key gets a secret.</span>
        </label>
        <Button type="submit" variant="outline" size="md" className="self-start" disabled={isBusy}>
          Create API key
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
  return (
    <div className="flex flex-col gap-2">
      <Notice tone="good">
        The key is made.{secret !== null && " Keep its secret now: it is not shown again."}
      </Notice>
      <p className="text-[13px] text-text-2">
        Key: <span className="num break-all text-text">{key.key}</span>
      </p>
      {secret !== null && (
        <p className="text-[13px] text-text-2">
          Secret: <span className="num break-all text-text">{secret}</span>
        </p>
      )}
    </div>
  );
}

function KeyLine(props: { apiKey: ApiKeyDto; isBusy: boolean; onRevoke: () => void }) {
  const { apiKey } = props;
  const { key, name, portfolioName, canTrade, signs, ips, expiresAt, revokedAt } = apiKey;
  const terms = [
    portfolioName,
    canTrade ? "read and trade" : "read",
    ...(signs === "rsa" ? ["RSA"] : []),
    ...(ips.length > 0 ? [ips.join(", ")] : []),
    ...(expiresAt === null ? [] : [`until ${expiresAt.slice(0, 10)}`]),
  ];
  return (
    <li className="flex items-center gap-3 py-2 first:pt-0">
      <div className="min-w-0 flex-1">
        <p className="truncate text-[13px]">
          {name} <span className="num text-text-3">{key}</span>
        </p>
        <p className="text-text-3 text-xs">{terms.join(" · ")}</p>
        <p className="num text-text-3 text-xs">
          {revokedAt === null ? describeUse(apiKey) : `Revoked ${formatMinute(revokedAt)}`}
        </p>
      </div>
      {revokedAt === null && (
        <Button
          variant="outline"
          disabled={props.isBusy}
          aria-label={`Revoke ${name}`}
          onClick={props.onRevoke}
        >
          Revoke
        </Button>
      )}
    </li>
  );
}

function describeUse({ lastUsedAt, callsLastHour }: ApiKeyDto): string {
  if (lastUsedAt === null) return "Never used";
  return `Last used ${formatMinute(lastUsedAt)} · ${callsLastHour} calls in the last hour`;
}

function formatMinute(instant: string): string {
  return `${instant.slice(0, 16).replace("T", " ")} UTC`;
}
