"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

/** The button that ends the mails of a link's category. */
export function Unsubscribe({ token }: { token: string }) {
  const t = useTranslations("site.unsubscribe");
  const { isBusy, error, submit } = useSubmit();
  const [isDone, setDone] = useState(false);
  const end = () =>
    submit(async () => {
      await send("POST", `/api/mails/unsubscribe/${token}`);
      setDone(true);
    });
  if (isDone) return <Notice tone="good">{t("done")}</Notice>;
  return (
    <>
      {error && <Notice tone="warn">{error.message}</Notice>}
      <Button variant="solid" size="lg" className="self-start" disabled={isBusy} onClick={end}>
        {t("end")}
      </Button>
    </>
  );
}
