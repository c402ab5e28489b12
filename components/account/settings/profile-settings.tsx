"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Select } from "@/components/ui/form/select";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { AccountDto } from "@/lib/schemas/account";

/** Name, time zone, leaderboard, and whether the email is verified. */
export function ProfileSettings({
  account,
  timeZones,
}: {
  account: AccountDto;
  timeZones: readonly string[];
}) {
  const t = useTranslations("account.settings.profile");
  const tCommon = useTranslations("common");
  const { isBusy, error, submit } = useSubmit();
  const [note, setNote] = useState("");
  const zoneId = useId();
  const save = (data: FormData) =>
    submit(async () => {
      setNote("");
      await send("PATCH", "/api/account", {
        displayName: String(data.get("displayName")),
        timeZone: String(data.get("timeZone")),
        isListed: data.get("isListed") === "on",
      });
      setNote(tCommon("saved"));
    });
  const askAgain = () =>
    submit(async () => {
      await send("POST", "/api/account/verification");
      setNote(t("linkSent", { email: account.email }));
    });
  const zones = timeZones.includes("UTC") ? timeZones : ["UTC", ...timeZones];
  return (
    <SettingsSection title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {note && <Notice tone="good">{note}</Notice>}
      <p className="text-[13px] text-text-2">
        {account.email}{" "}
        {account.isEmailVerified ? (
          <span className="text-text-3">{t("verified")}</span>
        ) : (
          <button
            type="button"
            disabled={isBusy}
            className="rounded text-warn underline underline-offset-2"
            onClick={askAgain}
          >
            {t("sendAgain")}
          </button>
        )}
      </p>
      <AccountForm onSubmit={save}>
        <Field
          label={t("name")}
          name="displayName"
          defaultValue={account.displayName}
          minLength={2}
          maxLength={40}
          required
        />
        <div className="flex flex-col gap-1">
          <label htmlFor={zoneId} className="font-medium text-[13px]">
            {t("zone")}
          </label>
          <Select id={zoneId} name="timeZone" defaultValue={account.timeZone} className="h-9 w-full">
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
        </div>
        <label className="flex items-center gap-2 text-[13px]">
          <input
            type="checkbox"
            name="isListed"
            className="accent-accent"
            defaultChecked={account.isListed}
          />
          {t("listed")}
        </label>
        <Button type="submit" variant="solid" size="md" className="self-start" disabled={isBusy}>
          {tCommon("save")}
        </Button>
      </AccountForm>
    </SettingsSection>
  );
}
