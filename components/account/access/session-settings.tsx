"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { formatAgent } from "@/lib/client/format-agent";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { SessionLineDto } from "@/lib/schemas/account";

/** Lists the user's sessions and ends them. */
export function SessionSettings(props: { sessions: SessionLineDto[] | null }) {
  const t = useTranslations("account.settings.sessions");
  const formats = formatsOf(useLocale());
  const { isBusy, error, submit } = useSubmit();
  const [sessions, setSessions] = useState(props.sessions ?? []);
  const end = (handle: string) =>
    submit(async () => {
      await send("DELETE", `/api/account/sessions/${handle}`);
      setSessions((all) => all.filter((one) => one.handle !== handle));
    });
  const endAll = () =>
    submit(async () => {
      await send("DELETE", "/api/account/sessions");
      window.location.assign("/login?notice=signed-out");
    });
  return (
    <SettingsSection title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {!props.sessions && <Notice tone="warn">{t("unavailable")}</Notice>}
      <ul className="flex flex-col divide-y">
        {sessions.map((session) => (
          <li key={session.handle} className="flex items-center gap-3 py-2 first:pt-0">
            <div className="min-w-0 flex-1">
              <p className="truncate text-[13px]">
                {formatAgent(session.userAgent, t)}
                {session.isCurrent && <span className="text-accent"> · {t("current")}</span>}
              </p>
              <p className="num text-text-3 text-xs">
                {t("since", {
                  address: session.clientIp,
                  time: formats.minute(Date.parse(session.createdAt)),
                })}
              </p>
            </div>
            {!session.isCurrent && (
              <Button
                variant="outline"
                disabled={isBusy}
                aria-label={t("endLabel", { device: formatAgent(session.userAgent, t) })}
                onClick={() => end(session.handle)}
              >
                {t("end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button variant="outline" size="md" className="self-start" disabled={isBusy} onClick={endAll}>
        {t("endAll")}
      </Button>
    </SettingsSection>
  );
}
