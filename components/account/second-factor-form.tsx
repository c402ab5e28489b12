"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { AccountForm } from "@/components/account/account-form";
import { CodeField } from "@/components/account/code-field";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { submitSecondFactor } from "@/lib/client/api/access/sign-in";
import { useSubmit } from "@/lib/client/api/use-submit";

/** The last step of a provider sign-in for an account with a second factor. */
export function SecondFactorForm({ ticket }: { ticket: string }) {
  const t = useTranslations("auth");
  const { isBusy, error, submit } = useSubmit();
  const onSubmit = (data: FormData) =>
    submit(async () => {
      const code = String(data.get("code") ?? "").trim();
      window.location.assign(await submitSecondFactor({ ticket, code }));
    });
  return (
    <>
      <h1 className="font-semibold text-xl">{t("secondFactorTitle")}</h1>
      {error && <Notice tone="warn">{error.message}</Notice>}
      <AccountForm onSubmit={onSubmit}>
        <CodeField />
        <Button type="submit" variant="solid" size="lg" disabled={isBusy}>
          {t(isBusy ? "submitting" : "submit")}
        </Button>
      </AccountForm>
      <Link
        href="/login"
        className="rounded text-[13px] text-text-2 underline underline-offset-2 hover:text-text"
      >
        {t("otherWay")}
      </Link>
    </>
  );
}
