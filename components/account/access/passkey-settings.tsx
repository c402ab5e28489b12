"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { LineFigures, SettingsLine } from "@/components/account/settings/settings-line";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { createPasskey } from "@/lib/client/api/access/passkeys";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { useSubmit } from "@/lib/client/api/use-submit";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { PasskeyDto } from "@/lib/schemas/access/passkeys";

/** Lists the user's passkeys, adds and removes them. */
export function PasskeySettings(props: { passkeys: PasskeyDto[] }) {
  const t = useTranslations("account.settings.passkeys");
  const { isBusy, error, submit } = useSubmit();
  const [passkeys, setPasskeys] = useState(props.passkeys);
  const add = (form: FormData) =>
    submit(async () => setPasskeys(await createPasskey(String(form.get("name")))));
  const remove = (id: string) =>
    submit(async () => {
      await sendVerified("DELETE", `/api/account/passkeys/${id}`);
      setPasskeys((all) => all.filter((one) => one.id !== id));
    });
  const formats = formatsOf(useLocale());
  const formatTime = (instant: string) => formats.minute(Date.parse(instant));
  return (
    <SettingsSection id="passkeys" title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      <ul className="flex flex-col divide-y">
        {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <SettingsLine
            key={id}
            title={name}
            notes={[
              <LineFigures key="time">
                {lastUsedAt === null
                  ? t("added", { time: formatTime(createdAt) })
                  : t("used", { time: formatTime(lastUsedAt) })}
              </LineFigures>,
            ]}
            action={{
              text: t("remove"),
              label: t("removeNamed", { name }),
              isBusy,
              run: () => remove(id),
            }}
          />
        ))}
      </ul>
      <AccountForm onSubmit={add}>
        <Field label={t("name")} name="name" maxLength={40} required />
        <Button type="submit" variant="outline" size="md" className="self-start" disabled={isBusy}>
          {t("add")}
        </Button>
      </AccountForm>
    </SettingsSection>
  );
}
