"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { explainError } from "@/lib/client/api/explain-error";
import { RequestError } from "@/lib/client/api/market-api";
import { useHydrated } from "@/lib/client/use-hydrated";

/** The result of a form's last attempt. `code` is the API's, `message` is for the user. */
export type Rejection = { code: string; message: string };

/**
 * Runs a form's action, one at a time. `error` is the reason of the last rejection until the next attempt;
 * other exceptions are thrown. `isBusy` is true before hydration, too, so that no button takes a click that is lost.
 */
export function useSubmit(): {
  isBusy: boolean;
  error: Rejection | null;
  submit: (action: () => Promise<void>) => Promise<void>;
} {
  const t = useTranslations("common.error");
  const isHydrated = useHydrated();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Rejection | null>(null);
  const submit = async (action: () => Promise<void>) => {
    if (isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await action();
    } catch (thrown) {
      if (!(thrown instanceof RequestError)) throw thrown;
      setError({ code: thrown.code, message: explainError(thrown, t) });
    } finally {
      setBusy(false);
    }
  };
  return { isBusy: isBusy || !isHydrated, error, submit };
}
