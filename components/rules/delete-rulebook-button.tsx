"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Deletes a saved rulebook. */
export function DeleteRulebookButton({ id, name }: { id: string; name: string }) {
  const t = useTranslations("rules.mine");
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const remove = () =>
    submit(async () => {
      await send("DELETE", `/api/rulebooks/${id}`);
      router.push("/rules/mine");
      router.refresh();
    });
  return (
    <>
      <Button
        variant="outline"
        size="md"
        disabled={isBusy}
        aria-label={t("deleteNamed", { name })}
        onClick={remove}
      >
        {t("delete")}
      </Button>
      {error && <Notice tone="warn">{error.message}</Notice>}
    </>
  );
}
