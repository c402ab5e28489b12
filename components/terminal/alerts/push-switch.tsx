"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { type PushState, readPushState, startPush, stopPush } from "@/lib/client/alerts/push-subscription";

/** Turns push messages on and off for this browser. */
export function PushSwitch() {
  const t = useTranslations("alerts.push");
  const [state, setState] = useState<PushState | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    readPushState().then(setState, (rejected: Error) => setError(rejected.message));
  }, []);
  const toggle = async () => {
    setBusy(true);
    setError(null);
    try {
      setState(state === "on" ? await stopPush() : await startPush());
    } catch (rejected) {
      setError(rejected instanceof Error ? rejected.message : t("failed"));
    } finally {
      setBusy(false);
    }
  };
  const canToggle = state === "on" || state === "off";
  return (
    <section aria-label={t("label")} className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {state && <p className="min-w-0 flex-1 text-text-2">{t(`state.${state}`)}</p>}
      {canToggle && (
        <Button variant="outline" size="tight" disabled={isBusy} onClick={() => void toggle()}>
          {t(state === "on" ? "turnOff" : "turnOn")}
        </Button>
      )}
      {error && (
        <p role="alert" className="basis-full text-down">
          {error}
        </p>
      )}
    </section>
  );
}
