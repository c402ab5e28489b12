"use client";

import { useTranslations } from "next-intl";
import { useCloseAll } from "@/components/terminal/account/use-close-all";
import { Button } from "@/components/ui/button";

/** Closes every position at market, after a confirmation that can be turned off. */
export function CloseAllButton({ count }: { count: number }) {
  const t = useTranslations("terminal.account");
  const { ask, isBusy, question } = useCloseAll();
  return (
    <>
      <Button variant="outline" size="tight" className="h-6" disabled={isBusy} onClick={ask}>
        {t("closeAll", { count: String(count) })}
      </Button>
      {question}
    </>
  );
}
