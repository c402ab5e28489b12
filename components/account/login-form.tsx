"use client";

import Link from "next/link";
import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { CodeField } from "@/components/account/code-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { sameOriginPath, withNext } from "@/lib/client/api/same-origin-path";
import { signIn, signInAt } from "@/lib/client/api/sign-in";
import { useSubmit } from "@/lib/client/api/use-submit";

const PROVIDER_NAMES = { google: "Google", github: "GitHub" } as const;
type Provider = keyof typeof PROVIDER_NAMES;

/** Signs in; the field for the second factor's code appears when it is required. */
export function LoginForm(props: { providers: readonly Provider[]; next?: string; notice?: string }) {
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
      <h1 className="font-semibold text-xl">Sign in</h1>
      {error && error.code !== "second_factor_required" ? (
        <Notice tone="warn">{error.message}</Notice>
      ) : (
        props.notice && <Notice tone="good">{props.notice}</Notice>
      )}
      <AccountForm onSubmit={onSubmit}>
        <Field label="E-mail" name="email" type="email" autoComplete="username" required />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        {isCodeAsked && <CodeField />}
        <Button type="submit" variant="solid" size="lg" disabled={isBusy}>
          {isBusy ? "Signing in…" : "Sign in"}
        </Button>
      </AccountForm>
      {props.providers.map((provider) => (
        <Button
          key={provider}
          variant="outline"
          size="lg"
          disabled={isBusy}
          onClick={() => submit(() => signInAt(provider, next))}
        >
          Continue with {PROVIDER_NAMES[provider]}
        </Button>
      ))}
      <p className="flex justify-between text-[13px] text-text-2">
        <Link
          href={withNext("/register", props.next)}
          className="rounded underline underline-offset-2 hover:text-text"
        >
          Open an account
        </Link>
        <Link href="/forgot-password" className="rounded underline underline-offset-2 hover:text-text">
          Forgot the password?
        </Link>
      </p>
    </>
  );
}
