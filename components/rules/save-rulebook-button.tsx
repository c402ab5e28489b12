"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import type { NewRulebook, RulebookDto } from "@/lib/schemas/challenge/own-rules";

/** Saves a rulebook and goes to it. */
export function SaveRulebookButton({ rules }: { rules: NewRulebook }) {
  const t = useTranslations("rules.mine");
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const save = () =>
    submit(async () => {
      const { id } = await send<RulebookDto>("POST", "/api/rulebooks", rules);
      router.push(`/rules/mine?rulebook=${id}`);
      router.refresh();
    });
  return (
    <div className="flex flex-col gap-2">
      <Button variant="solid" size="md" className="self-start" disabled={isBusy} onClick={save}>
        {t("save")}
      </Button>
      {error && <Notice tone="warn">{error.message}</Notice>}
    </div>
  );
}
