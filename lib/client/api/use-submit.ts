"use client";

import { useState } from "react";
import { RequestError } from "@/lib/client/api/market-api";

/** What a form's last attempt came to. `code` is the API's. */
export type Rejection = { code: string; message: string };

/**
 * Runs a form's action, one at a time. `error` says why the last one was rejected, until the next begins; a bug is
 * thrown on.
 */
export function useSubmit(): {
  isBusy: boolean;
  error: Rejection | null;
  submit: (action: () => Promise<void>) => Promise<void>;
} {
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
      setError({ code: thrown.code, message: thrown.message });
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, submit };
}
