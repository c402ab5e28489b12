"use client";

import { AccountForm } from "@/components/account/account-form";
import { SettingsSection } from "@/components/account/settings-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { sendVerified } from "@/lib/client/api/send-verified";
import { useSubmit } from "@/lib/client/api/use-submit";

const SENTENCE = "delete my account";

/** Deletes the account, after a description of what that means. */
export function DeleteAccount() {
  const { isBusy, error, submit } = useSubmit();
  const remove = (data: FormData) =>
    submit(async () => {
      const confirm = String(data.get("confirm")).trim().toLowerCase();
      await sendVerified("DELETE", "/api/account", { confirm });
      window.location.assign("/login?notice=deleted");
    });
  return (
    <SettingsSection
      title="Delete the account"
      text="Your name, address, settings, notes and every way to sign in are gone at once, and so are running challenges and what is left of a paid tier. The logs of your portfolios stay, without a name. Nobody can undo this."
    >
      {error && <Notice tone="warn">{error.message}</Notice>}
      <AccountForm onSubmit={remove}>
        <Field
          label={`Type “${SENTENCE}”`}
          name="confirm"
          autoComplete="off"
          pattern="\s*[Dd]elete my account\s*"
          required
        />
        <Button
          type="submit"
          variant="outline"
          size="md"
          className="self-start border-warn/60 text-warn"
          disabled={isBusy}
        >
          Delete my account for good
        </Button>
      </AccountForm>
    </SettingsSection>
  );
}
