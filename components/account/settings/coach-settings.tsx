"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { LineFigures, SettingsLine } from "@/components/account/settings/settings-line";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { CoachLinkDto, CreatedCoach } from "@/lib/schemas/coach";

/** The links by which coaches read the journal: makes them and takes them back. */
export function CoachSettings({ coaches }: { coaches: CoachLinkDto[] }) {
  const t = useTranslations("account.settings.coaches");
  const { isBusy, error, submit } = useSubmit();
  const [links, setLinks] = useState(coaches);
  const [created, setCreated] = useState<CreatedCoach | null>(null);
  const create = (form: FormData) =>
    submit(async () => {
      const name = String(form.get("name")).trim();
      const made = await sendVerified<CreatedCoach>("POST", "/api/journal/coaches", { name });
      setCreated(made);
      setLinks((all) => [made.coach, ...all]);
    });
  const revoke = (id: string) =>
    submit(async () => {
      await send("DELETE", `/api/journal/coaches/${id}`);
      const revokedAt = new Date().toISOString();
      setLinks((all) => all.map((one) => (one.id === id ? { ...one, revokedAt } : one)));
      setCreated((shown) => (shown?.coach.id === id ? null : shown));
    });
  return (
    <SettingsSection id="coaches" title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {created && (
        <>
          <Notice tone="good">{t("created")}</Notice>
          <label className="flex flex-col gap-1 font-medium text-[13px]">
            {t("url")}
            <textarea
              readOnly
              rows={2}
              value={created.url}
              onFocus={(event) => event.currentTarget.select()}
              className="num break-all rounded border border-line-strong bg-panel px-2 py-1.5 text-xs"
            />
          </label>
        </>
      )}
      {links.length > 0 && (
        <ul className="flex flex-col divide-y">
          {links.map((link) => (
            <CoachLine key={link.id} link={link} isBusy={isBusy} onRevoke={() => revoke(link.id)} />
          ))}
        </ul>
      )}
      {/* A new form after each link: its field is empty again. */}
      <AccountForm key={links.length} onSubmit={create}>
        <Field label={t("name")} name="name" maxLength={40} required />
        <Button type="submit" variant="outline" size="md" className="self-start" disabled={isBusy}>
          {t("create")}
        </Button>
      </AccountForm>
    </SettingsSection>
  );
}

function CoachLine(props: { link: CoachLinkDto; isBusy: boolean; onRevoke: () => void }) {
  const t = useTranslations("account.settings.coaches");
  const formats = formatsOf(useLocale());
  const { name, createdAt, revokedAt } = props.link;
  const time = formats.minute(Date.parse(revokedAt ?? createdAt));
  return (
    <SettingsLine
      title={name}
      notes={[<LineFigures key="time">{t(revokedAt === null ? "since" : "revoked", { time })}</LineFigures>]}
      action={
        revokedAt === null
          ? { text: t("revoke"), label: t("revokeLink", { name }), isBusy: props.isBusy, run: props.onRevoke }
          : null
      }
    />
  );
}
