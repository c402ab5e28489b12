"use client";

import { useTranslations } from "next-intl";
import { AccountForm } from "@/components/account/account-form";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Must equal what `DELETE /api/account` requires. */
const SENTENCE = "delete my account";

/** Deletes the account, after a description of what that means. */
export function DeleteAccount() {
  const t = useTranslations("account.settings.delete");
  const { isBusy, error, submit } = useSubmit();
  const remove = (data: FormData) =>
    submit(async () => {
      const confirm = String(data.get("confirm")).trim().toLowerCase();
      await sendVerified("DELETE", "/api/account", { confirm });
      window.location.assign("/login?notice=deleted");
    });
  return (
    <SettingsSection title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      <AccountForm onSubmit={remove}>
        <Field
          label={t("confirm", { sentence: SENTENCE })}
          name="confirm"
          autoComplete="off"
          pattern="\s*[Dd]elete my account\s*"
          required
        />
        <Button
          type="submit"
          variant="outline"
          size="md"
          className="self-start border-down/60 text-down"
          disabled={isBusy}
        >
          {t("submit")}
        </Button>
      </AccountForm>
    </SettingsSection>
  );
}
