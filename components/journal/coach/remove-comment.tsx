"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Removes a coach's comment from the trader's own journal. */
export function RemoveComment({ id, author }: { id: string; author: string }) {
  const t = useTranslations("journal.coach");
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const remove = () =>
    submit(async () => {
      await send("DELETE", `/api/journal/comments/${id}`);
      router.refresh();
    });
  return (
    <>
      <Button
        variant="outline"
        disabled={isBusy}
        aria-label={t("removeComment", { author })}
        onClick={() => void remove()}
      >
        {t("remove")}
      </Button>
      {error && <Notice tone="warn">{error.message}</Notice>}
    </>
  );
}
