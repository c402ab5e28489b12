"use client";

import { useTranslations } from "next-intl";
import { AccountForm } from "@/components/account/account-form";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { AccountDto } from "@/lib/schemas/account";

/** Changes the password. */
export function PasswordSettings({ account }: { account: AccountDto }) {
  const t = useTranslations("account.settings.password");
  const { isBusy, error, submit } = useSubmit();
  const change = (data: FormData) =>
    submit(async () => {
      await sendVerified("POST", "/api/account/password", { next: String(data.get("next")) });
      window.location.assign("/login?notice=password-changed");
    });
  return (
    <SettingsSection title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      <AccountForm onSubmit={change}>
        <input type="hidden" autoComplete="username" value={account.email} readOnly />
        <Field
          label={t("new")}
          name="next"
          type="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={200}
          required
        />
        <Button type="submit" variant="outline" size="md" className="self-start" disabled={isBusy}>
          {t(account.hasPassword ? "change" : "set")}
        </Button>
      </AccountForm>
    </SettingsSection>
  );
}
