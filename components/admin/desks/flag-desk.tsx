"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Field } from "@/components/ui/form/field";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import type { FeatureFlag } from "@/lib/core/feature-flags";

export type FlagLine = { name: FeatureFlag; percent: number; users: { id: string; email: string }[] };

/** For whom each feature is on: a share of all users, and named users besides. */
export function FlagDesk({ flags, onChange }: { flags: readonly FlagLine[]; onChange: () => void }) {
  const t = useTranslations("admin.flags");
  return (
    <section aria-label={t("label")} className="panel flex flex-col gap-2 p-3 text-xs">
      <h2 className="font-medium text-sm">{t("label")}</h2>
      {flags.map((flag) => (
        <div key={flag.name} className="flex flex-wrap items-center gap-3">
          <span className="flex-1">{t(`names.${flag.name}`)}</span>
          <strong className={flag.percent === 100 ? "text-text-3" : "text-warn"}>
            {t("state", { percent: String(flag.percent), users: flag.users.length })}
          </strong>
          <FlagButton flag={flag} onChange={onChange} />
        </div>
      ))}
    </section>
  );
}

function FlagButton({ flag, onChange }: { flag: FlagLine; onChange: () => void }) {
  const t = useTranslations("admin.flags");
  const [percent, setPercent] = useState(String(flag.percent));
  const [users, setUsers] = useState(flag.users.map(({ email }) => email).join(", "));
  const set = async (reason: string) => {
    const named = users.split(/[\s,;]+/).filter((text) => text !== "");
    await sendVerified("PUT", "/api/admin/flags", {
      name: flag.name,
      percent: Number(percent),
      users: named,
      reason,
    });
    onChange();
  };
  return (
    <ReasonButton
      label={t("change")}
      title={t(`names.${flag.name}`)}
      consequence={t("consequence")}
      act={set}
    >
      <Field
        label={t("percent")}
        type="number"
        min={0}
        max={100}
        required
        value={percent}
        onChange={(event) => setPercent(event.target.value)}
      />
      <Field
        label={t("users")}
        hint={t("usersHint")}
        value={users}
        onChange={(event) => setUsers(event.target.value)}
      />
    </ReasonButton>
  );
}
