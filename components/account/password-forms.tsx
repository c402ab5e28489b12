"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { PasswordField } from "@/components/account/password-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Requests a link by email. The response does not reveal whether the account exists. */
export function ForgotPasswordForm() {
  const t = useTranslations("auth");
  const { isBusy, error, submit } = useSubmit();
  const [isSent, setSent] = useState(false);
  return (
    <>
      <h1 className="font-semibold text-xl">{t("forgotTitle")}</h1>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {isSent ? (
        <Notice tone="good">{t("linkSent")}</Notice>
      ) : (
        <AccountForm
          onSubmit={(data) => {
            const email = String(data.get("email") ?? "");
            return submit(async () => {
              await send("POST", "/api/auth/password/forgot", { email });
              setSent(true);
            });
          }}
        >
          <Field label={t("email")} name="email" type="email" autoComplete="username" required />
          <Button type="submit" variant="solid" size="lg" disabled={isBusy}>
            {t("sendLink")}
          </Button>
        </AccountForm>
      )}
      <Link href="/login" className="self-start rounded text-[13px] text-text-2 underline underline-offset-2">
        {t("back")}
      </Link>
    </>
  );
}

/** Sets a new password by the token in the URL's hash. */
export function ResetPasswordForm() {
  const t = useTranslations("auth");
  const { isBusy, error, submit } = useSubmit();
  return (
    <>
      <h1 className="font-semibold text-xl">{t("resetTitle")}</h1>
      {error && (
        <Notice tone="warn">
          {error.message}{" "}
          {error.code === "link_expired" && (
            <Link href="/forgot-password" className="underline underline-offset-2">
              {t("newLink")}
            </Link>
          )}
        </Notice>
      )}
      <AccountForm
        onSubmit={(data) => {
          const password = String(data.get("password") ?? "");
          return submit(async () => {
            const token = window.location.hash.slice(1);
            await send("POST", "/api/auth/password/reset", { token, password });
            window.location.assign("/login?notice=password-changed");
          });
        }}
      >
        <PasswordField
          label={t("newPassword")}
          name="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={200}
          required
          hint={t("resetHint")}
        />
        <Button type="submit" variant="solid" size="lg" disabled={isBusy}>
          {t("setPassword")}
        </Button>
      </AccountForm>
    </>
  );
}
