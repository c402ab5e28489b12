"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { CodeField } from "@/components/account/code-field";
import { PasswordField } from "@/components/account/password-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { sameOriginPath, withNext } from "@/lib/client/api/access/same-origin-path";
import { signIn, signInAt, signInWithPasskey } from "@/lib/client/api/access/sign-in";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

type Provider = "google" | "github";

/** Signs in; the field for the second factor's code appears when it is required. */
export function LoginForm(props: {
  providers: readonly Provider[];
  /** Whether visitors may look around in a sample account. */
  hasSample: boolean;
  next?: string;
  notice?: string;
}) {
  const t = useTranslations("auth");
  const tCommon = useTranslations("common");
  const { isBusy, error, submit } = useSubmit();
  const [needsCode, setNeedsCode] = useState(false);
  const isCodeAsked = needsCode || error?.code === "second_factor_required";
  const next = sameOriginPath(props.next);

  const onSubmit = (data: FormData) =>
    submit(async () => {
      const read = (name: string) => String(data.get(name) ?? "");
      if (isCodeAsked) setNeedsCode(true);
      await signIn({ email: read("email"), password: read("password"), code: read("code").trim() });
      // A full page load: every part of the page may change.
      window.location.assign(next);
    });

  return (
    <>
      <h1 className="font-semibold text-xl">{t("loginTitle")}</h1>
      {error && error.code !== "second_factor_required" ? (
        <Notice tone="warn">{error.message}</Notice>
      ) : (
        props.notice && <Notice tone="good">{props.notice}</Notice>
      )}
      <AccountForm onSubmit={onSubmit}>
        <Field label={t("email")} name="email" type="email" autoComplete="username" required />
        <PasswordField label={t("password")} name="password" autoComplete="current-password" required />
        {isCodeAsked && <CodeField />}
        <Button type="submit" variant="solid" size="lg" disabled={isBusy}>
          {t(isBusy ? "submitting" : "submit")}
        </Button>
      </AccountForm>
      <Button
        variant="outline"
        size="lg"
        disabled={isBusy}
        onClick={() =>
          submit(async () => {
            await signInWithPasskey();
            window.location.assign(next);
          })
        }
      >
        {t("passkey")}
      </Button>
      {props.providers.map((provider) => (
        <Button
          key={provider}
          variant="outline"
          size="lg"
          disabled={isBusy}
          onClick={() => submit(() => signInAt(provider, next))}
        >
          {t("continueWith", { provider: tCommon(`providers.${provider}`) })}
        </Button>
      ))}
      {props.hasSample && (
        <Button
          variant="outline"
          size="lg"
          disabled={isBusy}
          onClick={() =>
            submit(async () => {
              await send("POST", "/api/auth/sample", {});
              window.location.assign(next);
            })
          }
        >
          {t("sample")}
        </Button>
      )}
      <p className="flex justify-between text-[13px] text-text-2">
        <Link
          href={withNext("/register", props.next)}
          className="rounded underline underline-offset-2 hover:text-text"
        >
          {t("register")}
        </Link>
        <Link href="/forgot-password" className="rounded underline underline-offset-2 hover:text-text">
          {t("forgot")}
        </Link>
      </p>
    </>
  );
}
