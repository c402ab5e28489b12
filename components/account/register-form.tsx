"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { AccountForm } from "@/components/account/account-form";
import { PasswordField } from "@/components/account/password-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { sameOriginPath, withNext } from "@/lib/client/api/access/same-origin-path";
import { signIn } from "@/lib/client/api/access/sign-in";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Creates an account, signs in and continues to `next`. */
export function RegisterForm({ next }: { next?: string }) {
  const t = useTranslations("auth");
  const { isBusy, error, submit } = useSubmit();
  const onSubmit = (data: FormData) =>
    submit(async () => {
      const read = (name: string) => String(data.get(name) ?? "");
      const [email, password] = [read("email"), read("password")];
      const isListed = data.get("isListed") === "on";
      await send("POST", "/api/auth/register", { email, password, name: read("name"), isListed });
      await signIn({ email, password });
      window.location.assign(sameOriginPath(next));
    });
  const isWeak = error?.code === "weak_password";
  return (
    <>
      <div>
        <h1 className="font-semibold text-xl">{t("registerTitle")}</h1>
        <p className="mt-1 text-[13px] text-text-2">{t("opening")}</p>
      </div>
      {error && !isWeak && (
        <Notice tone="warn">{error.code === "invalid_credentials" ? t("goOnByMail") : error.message}</Notice>
      )}
      <AccountForm onSubmit={onSubmit}>
        <Field
          label={t("name")}
          name="name"
          autoComplete="nickname"
          minLength={2}
          maxLength={40}
          required
          hint={t("nameHint")}
        />
        <Field label={t("email")} name="email" type="email" autoComplete="username" required />
        <PasswordField
          label={t("password")}
          name="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={200}
          required
          hint={t("passwordHint")}
          error={isWeak ? error.message : undefined}
        />
        <label className="flex items-center gap-2 text-[13px]">
          <input type="checkbox" name="isListed" className="accent-accent" />
          {t("listed")}
        </label>
        <Button type="submit" variant="solid" size="lg" disabled={isBusy}>
          {t(isBusy ? "creating" : "create")}
        </Button>
        <p className="text-text-3 text-xs">
          {t.rich("accepts", {
            terms: (chunks) => (
              <Link href="/terms" className="rounded underline underline-offset-2 hover:text-text">
                {chunks}
              </Link>
            ),
            privacy: (chunks) => (
              <Link href="/privacy" className="rounded underline underline-offset-2 hover:text-text">
                {chunks}
              </Link>
            ),
          })}
        </p>
      </AccountForm>
      <p className="text-[13px] text-text-2">
        {t.rich("haveAccount", {
          link: (chunks) => (
            <Link
              href={withNext("/login", next)}
              className="rounded underline underline-offset-2 hover:text-text"
            >
              {chunks}
            </Link>
          ),
        })}
      </p>
    </>
  );
}
