"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { LineFigures, SettingsLine } from "@/components/account/settings/settings-line";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import type { SharedLine, ShareFacts } from "@/lib/schemas/sharing/share";

/** The public links of the user, each of which can be taken back. */
export function ShareSettings({ shares }: { shares: SharedLine[] }) {
  const t = useTranslations("account.settings.shares");
  const formats = formatsOf(useLocale());
  const { isBusy, error, submit } = useSubmit();
  const [links, setLinks] = useState(shares);
  const revoke = (id: string) =>
    submit(async () => {
      await send("DELETE", `/api/shares/${id}`);
      setLinks((all) => all.filter((one) => one.id !== id));
    });
  return (
    <SettingsSection id="shares" title={t("title")} text={t("text")}>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {links.length === 0 && <p className="text-text-2 text-xs">{t("none")}</p>}
      {links.length > 0 && (
        <ul className="flex flex-col divide-y">
          {links.map(({ id, path, facts, createdAt }) => (
            <SettingsLine
              key={id}
              title={nameFacts(facts, t, formats)}
              notes={[
                <LineFigures key="time">
                  {t("since", { time: formats.minute(Date.parse(createdAt)) })}
                </LineFigures>,
                <a key="open" href={path} target="_blank" rel="noreferrer" className="text-accent underline">
                  {t("open")}
                </a>,
              ]}
              action={{
                text: t("revoke"),
                label: t("revokeLink", { name: nameFacts(facts, t, formats) }),
                isBusy,
                run: () => revoke(id),
              }}
            />
          ))}
        </ul>
      )}
    </SettingsSection>
  );
}

function nameFacts(facts: ShareFacts, t: Translate<"account.settings.shares">, formats: Formats): string {
  if (facts.kind === "day") return t("day", { day: formats.day(facts.day) });
  if (facts.kind === "curve") return t("curve", { day: formats.day(facts.to.slice(0, 10)) });
  if (facts.kind === "trade") {
    return t("trade", { symbol: facts.symbol, time: formats.minute(Date.parse(facts.closedAt)) });
  }
  const { side, qty, symbol, at } = facts;
  return t(side === "buy" ? "bought" : "sold", { qty, symbol, time: formats.minute(Date.parse(at)) });
}
