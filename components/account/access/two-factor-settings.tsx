"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { QrCode } from "@/components/account/qr-code";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { AccountDto } from "@/lib/schemas/account";

type Setup = { secret: string; url: string };

/** Turns two-factor sign-in on, by a confirmed code, and off. */
export function TwoFactorSettings({ account }: { account: AccountDto }) {
  const t = useTranslations("account.settings.twoFactor");
  const { isBusy, error, submit } = useSubmit();
  const [isOn, setOn] = useState(account.hasTwoFactor);
  const [setup, setSetup] = useState<Setup | null>(null);
  const [codes, setCodes] = useState<string[]>([]);

  const begin = () =>
    submit(async () => setSetup(await sendVerified<Setup>("POST", "/api/account/two-factor")));
  const end = (code: string) =>
    submit(async () => {
      await sendVerified("DELETE", "/api/account/two-factor", { code });
      setOn(false);
      setCodes([]);
    });
  const confirm = (code: string) =>
    submit(async () => {
      const response = await sendVerified<{ recoveryCodes: string[] }>("PUT", "/api/account/two-factor", {
        code,
      });
      setCodes(response.recoveryCodes);
      setSetup(null);
      setOn(true);
    });

  return (
    <SettingsSection id="two-factor" title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {codes.length > 0 && <RecoveryCodes codes={codes} />}
      {setup ? (
        <AccountForm
          onSubmit={(data) => {
            return confirm(String(data.get("code")).replace(/\s/g, ""));
          }}
        >
          <QrCode text={setup.url} label={t("qr")} />
          <p className="text-[13px] text-text-2">
            {t.rich("manual", {
              secret: setup.secret,
              num: (chunks) => <span className="num break-all text-text">{chunks}</span>,
            })}
          </p>
          <Field label={t("code")} name="code" inputMode="numeric" autoComplete="one-time-code" required />
          <Button type="submit" variant="solid" size="md" className="self-start" disabled={isBusy}>
            {t("confirm")}
          </Button>
        </AccountForm>
      ) : (
        <AccountForm
          onSubmit={(data) => {
            return isOn ? end(String(data.get("code"))) : begin();
          }}
        >
          <p className="text-[13px] text-text-2">
            {isOn ? t("on", { count: codes.length || account.recoveryCodesLeft }) : t("off")}
          </p>
          {isOn && <Field label={t("codeToDisable")} name="code" autoComplete="one-time-code" required />}
          <Button type="submit" variant="outline" size="md" className="self-start" disabled={isBusy}>
            {t(isOn ? "disable" : "enable")}
          </Button>
        </AccountForm>
      )}
    </SettingsSection>
  );
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const t = useTranslations("account.settings.twoFactor");
  return (
    <div className="flex flex-col gap-2">
      <Notice tone="good">{t("enabled")}</Notice>
      <ul aria-label={t("recoveryCodes")} className="num grid grid-cols-2 gap-1 text-[13px]">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}
