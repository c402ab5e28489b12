"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { Field } from "@/components/ui/form/field";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import type { NewRulebook } from "@/lib/schemas/challenge/own-rules";

/** Publishes the rules that are shown as a free plan, or as the next version of one. */
export function PublishPlanButton(props: {
  id: string | null;
  name: string;
  rules: NewRulebook;
  summary: string;
  isOffered: boolean;
}) {
  const { id, name, rules } = props;
  const t = useTranslations("admin.plans");
  const router = useRouter();
  const [summary, setSummary] = useState(props.summary);
  const [isOffered, setOffered] = useState(props.isOffered);
  const publish = async (reason: string) => {
    const body = { id, rules, summary: summary.trim(), isOffered, reason };
    const saved = await sendVerified<{ id: string }>("PUT", "/api/admin/plans", body);
    router.push(`/admin/plans?plan=${saved.id}`);
    router.refresh();
  };
  return (
    <div>
      <ReasonButton
        label={t(id === null ? "publish" : "publishVersion")}
        title={t("publishTitle", { name })}
        consequence={t(id === null ? "consequence" : "versionConsequence")}
        act={publish}
      >
        <Field
          label={t("summary")}
          required
          maxLength={200}
          value={summary}
          onChange={(event) => setSummary(event.target.value)}
        />
        <Checkbox isOn={isOffered} onChange={setOffered}>
          {t("isOffered")}
        </Checkbox>
      </ReasonButton>
    </div>
  );
}
