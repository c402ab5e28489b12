"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

/**
 * Verifies an email by the token in the URL's hash. Requires a button, since mail scanners open every link.
 */
export function VerifyEmail() {
  const t = useTranslations("auth");
  const { isBusy, error, submit } = useSubmit();
  const [isDone, setDone] = useState(false);
  const verify = () =>
    submit(async () => {
      const token = window.location.hash.slice(1);
      const response = await send<{ passwordToken: string } | undefined>("POST", "/api/auth/email/verify", {
        token,
      });
      // Not signed in here: the old password may have been set by another person.
      if (response) window.location.assign(`/reset-password#${response.passwordToken}`);
      else setDone(true);
    });
  return (
    <>
      <h1 className="font-semibold text-xl">{t("isYours")}</h1>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {isDone ? (
        <Notice tone="good">{t("verified")}</Notice>
      ) : (
        <Button variant="solid" size="lg" disabled={isBusy} onClick={verify}>
          {t("itIsMine")}
        </Button>
      )}
      <Link
        href="/settings"
        className="self-start rounded text-[13px] text-text-2 underline underline-offset-2"
      >
        {t("settings")}
      </Link>
    </>
  );
}
