"use client";

import Link from "next/link";
import { AccountForm } from "@/components/account/account-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { sameOriginPath, withNext } from "@/lib/client/api/same-origin-path";
import { send } from "@/lib/client/api/send";
import { signIn } from "@/lib/client/api/sign-in";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Creates an account, signs in and continues to `next`. */
export function RegisterForm({ next }: { next?: string }) {
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
        <h1 className="font-semibold text-xl">Open an account</h1>
        <p className="mt-1 text-[13px] text-text-2">You begin with 10,000 USDT of simulated money.</p>
      </div>
      {error && !isWeak && (
        <Notice tone="warn">
          {error.code === "invalid_credentials"
            ? "We have sent you a mail. Go on by its link."
            : error.message}
        </Notice>
      )}
      <AccountForm onSubmit={onSubmit}>
        <Field
          label="Name"
          name="name"
          autoComplete="nickname"
          minLength={2}
          maxLength={40}
          required
          hint="Others see it where you ask to be shown."
        />
        <Field label="E-mail" name="email" type="email" autoComplete="username" required />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={200}
          required
          hint="At least 10 characters. A few words are better than a few signs."
          error={isWeak ? error.message : undefined}
        />
        <label className="flex items-center gap-2 text-[13px]">
          <input type="checkbox" name="isListed" className="accent-accent" />
          Show me on the leaderboard, with a public profile
        </label>
        <Button type="submit" variant="solid" size="lg" disabled={isBusy}>
          {isBusy ? "Opening…" : "Open account"}
        </Button>
      </AccountForm>
      <p className="text-[13px] text-text-2">
        You have one?{" "}
        <Link
          href={withNext("/login", next)}
          className="rounded underline underline-offset-2 hover:text-text"
        >
          Sign in
        </Link>
      </p>
    </>
  );
}
