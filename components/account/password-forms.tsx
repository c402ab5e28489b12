"use client";

import Link from "next/link";
import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Requests a link by email. The response does not reveal whether the account exists. */
export function ForgotPasswordForm() {
  const { isBusy, error, submit } = useSubmit();
  const [isSent, setSent] = useState(false);
  return (
    <>
      <h1 className="font-semibold text-xl">A new password</h1>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {isSent ? (
        <Notice tone="good">
          If there is an account with this address, a link is on its way. It is good for one hour.
        </Notice>
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
          <Field label="E-mail" name="email" type="email" autoComplete="username" required />
          <Button type="submit" variant="solid" size="lg" disabled={isBusy}>
            Send a link
          </Button>
        </AccountForm>
      )}
      <Link href="/login" className="self-start rounded text-[13px] text-text-2 underline underline-offset-2">
        Back to signing in
      </Link>
    </>
  );
}

/** Sets a new password by the token in the URL's hash. */
export function ResetPasswordForm() {
  const { isBusy, error, submit } = useSubmit();
  return (
    <>
      <h1 className="font-semibold text-xl">Choose a new password</h1>
      {error && (
        <Notice tone="warn">
          {error.message}{" "}
          {error.code === "link_expired" && (
            <Link href="/forgot-password" className="underline underline-offset-2">
              Ask for a new link
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
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={200}
          required
          hint="At least 10 characters. Every session ends, on every device."
        />
        <Button type="submit" variant="solid" size="lg" disabled={isBusy}>
          Set the password
        </Button>
      </AccountForm>
    </>
  );
}
