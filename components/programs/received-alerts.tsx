"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { HookCallDto } from "@/lib/schemas/programs/hooks";

/** The newest alerts that the user's hooks received, loaded when they are asked for. */
export function ReceivedAlerts() {
  const t = useTranslations("account.settings.hooks.log");
  const formats = formatsOf(useLocale());
  const { isBusy, error, submit } = useSubmit();
  const [calls, setCalls] = useState<HookCallDto[] | null>(null);
  const load = () =>
    submit(async () => {
      setCalls((await send<{ calls: HookCallDto[] }>("GET", "/api/account/hooks/calls")).calls);
    });
  return (
    <div className="flex flex-col gap-2">
      {error && <Notice tone="warn">{error.message}</Notice>}
      <Button variant="outline" size="md" className="self-start" disabled={isBusy} onClick={load}>
        {t(calls === null ? "show" : "refresh")}
      </Button>
      {calls?.length === 0 && <p className="text-[13px] text-text-2">{t("none")}</p>}
      {calls !== null && calls.length > 0 && (
        <ul aria-label={t("title")} className="flex max-h-80 flex-col divide-y overflow-y-auto">
          {calls.map((call) => (
            <li key={call.id} className="flex flex-col gap-0.5 py-2">
              <p className="text-[13px]">
                <span className={call.outcome === "accepted" ? "text-good" : "text-warn"}>
                  {t(call.outcome)}
                </span>{" "}
                {call.message}
              </p>
              <p className="num text-text-3 text-xs">
                {formats.minute(Date.parse(call.receivedAt))} · {call.hookName}
              </p>
              <p className="num break-all text-text-3 text-xs">{call.body}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
