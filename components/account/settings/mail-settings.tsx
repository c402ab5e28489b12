"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { isMailWanted, MAIL_CATEGORIES, type MailCategory, type MailChoices } from "@/lib/schemas/mails";

/** Which mails are wanted; each choice is saved at once. */
export function MailSettings({ chosen }: { chosen: MailChoices | undefined }) {
  const t = useTranslations("account.settings.mails");
  const { error, submit } = useSubmit();
  const [choices, setChoices] = useState<MailChoices>(chosen ?? {});
  const choose = (category: MailCategory, isWanted: boolean) => {
    const change = { [category]: isWanted };
    setChoices({ ...choices, ...change });
    submit(async () => {
      try {
        await send("PATCH", "/api/account", { preferences: { mails: change } });
      } catch (failure) {
        setChoices(choices);
        throw failure;
      }
    });
  };
  return (
    <SettingsSection id="mails" title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      <ul className="grid gap-1">
        {MAIL_CATEGORIES.map((category) => (
          <li key={category}>
            <Checkbox
              isOn={isMailWanted(choices, category)}
              onChange={(isWanted) => choose(category, isWanted)}
            >
              {t(`category.${category}`)}
            </Checkbox>
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
