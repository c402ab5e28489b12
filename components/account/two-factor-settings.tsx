"use client";

import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { QrCode } from "@/components/account/qr-code";
import { SettingsSection } from "@/components/account/settings-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { sendVerified } from "@/lib/client/api/send-verified";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { AccountDto } from "@/lib/schemas/account";

type Setup = { secret: string; url: string };

/** Turns two-factor sign-in on, by a confirmed code, and off. */
export function TwoFactorSettings({ account }: { account: AccountDto }) {
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
    <SettingsSection
      id="two-factor"
      title="Two-factor sign-in"
      text="A code of an authenticator app, asked for after the password or the provider."
    >
      {error && <Notice tone="warn">{error.message}</Notice>}
      {codes.length > 0 && <RecoveryCodes codes={codes} />}
      {setup ? (
        <AccountForm
          onSubmit={(data) => {
            return confirm(String(data.get("code")).replace(/\s/g, ""));
          }}
        >
          <QrCode text={setup.url} label="QR code for your authenticator" />
          <p className="text-[13px] text-text-2">
            Or type this in: <span className="num break-all text-text">{setup.secret}</span>
          </p>
          <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" required />
          <Button type="submit" variant="solid" size="md" className="self-start" disabled={isBusy}>
            Confirm
          </Button>
        </AccountForm>
      ) : (
        <AccountForm
          onSubmit={(data) => {
            return isOn ? end(String(data.get("code"))) : begin();
          }}
        >
          <p className="text-[13px] text-text-2">
            {isOn
              ? `It is on. ${codes.length || account.recoveryCodesLeft} recovery codes are left.`
              : "It is off."}
          </p>
          {isOn && <Field label="Code, to switch it off" name="code" autoComplete="one-time-code" required />}
          <Button type="submit" variant="outline" size="md" className="self-start" disabled={isBusy}>
            {isOn ? "Switch it off" : "Set it up"}
          </Button>
        </AccountForm>
      )}
    </SettingsSection>
  );
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  return (
    <div className="flex flex-col gap-2">
      <Notice tone="good">
        Two-factor sign-in is on. Keep these recovery codes: each signs you in once, and they are not shown
        again.
      </Notice>
      <ul aria-label="Recovery codes" className="num grid grid-cols-2 gap-1 text-[13px]">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}
