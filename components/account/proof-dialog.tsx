"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { AccountForm } from "@/components/account/account-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/form/field";
import { Notice } from "@/components/ui/notice";
import { requestAssertion } from "@/lib/client/api/access/passkeys";
import { type ProofRequest, useProofRequest } from "@/lib/client/api/access/proof-request";
import { signInAt } from "@/lib/client/api/access/sign-in";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

const PROVIDERS = ["google", "github"] as const;

/**
 * Asks for the password, a code or a provider sign-in when an action requires a proof of identity, then
 * continues the action.
 */
export function ProofDialog() {
  const t = useTranslations("account.proof");
  const request = useProofRequest();
  if (!request) return null;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && request.settle(false)}
      title={t("title")}
      description={t("text")}
    >
      <ProofForm request={request} />
    </Dialog>
  );
}

function ProofForm({ request }: { request: ProofRequest }) {
  const t = useTranslations("account.proof");
  const tCommon = useTranslations("common");
  const { methods, settle } = request;
  const { isBusy, error, submit } = useSubmit();
  const [method, setMethod] = useState(methods.includes("password") ? "password" : "code");
  const prove = (data: FormData) =>
    submit(async () => {
      await send("POST", "/api/account/proof", { [method]: String(data.get(method)) });
      settle(true);
    });
  const other = method === "password" ? "code" : "password";
  return (
    <div className="flex flex-col gap-4 p-4 text-sm">
      <p className="text-text-2">{t("text")}</p>
      {error && <Notice tone="warn">{error.message}</Notice>}
      {methods.includes(method) && (
        <AccountForm onSubmit={prove}>
          {method === "password" ? (
            <Field
              key="password"
              label={t("password")}
              name="password"
              type="password"
              autoComplete="current-password"
              autoFocus
              required
            />
          ) : (
            <Field key="code" label={t("code")} name="code" autoComplete="one-time-code" autoFocus required />
          )}
          <Button type="submit" variant="solid" size="md" disabled={isBusy}>
            {t("confirm")}
          </Button>
        </AccountForm>
      )}
      {methods.includes(method) && methods.includes(other) && (
        <Button size="md" onClick={() => setMethod(other)}>
          {t(other === "code" ? "useCode" : "usePassword")}
        </Button>
      )}
      {methods.includes("passkey") && (
        <Button
          variant="outline"
          size="md"
          disabled={isBusy}
          onClick={() =>
            submit(async () => {
              await send("POST", "/api/account/proof", { assertion: await requestAssertion() });
              settle(true);
            })
          }
        >
          {t("passkey")}
        </Button>
      )}
      {PROVIDERS.filter((one) => methods.includes(one)).map((provider) => (
        <Button
          key={provider}
          variant="outline"
          size="md"
          disabled={isBusy}
          onClick={() => submit(() => signInAt(provider, window.location.pathname))}
        >
          {t("provider", { provider: tCommon(`providers.${provider}`) })}
        </Button>
      ))}
      {methods.length === 0 && <p className="text-text-2">{t("noMethod")}</p>}
    </div>
  );
}
