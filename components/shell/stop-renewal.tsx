"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { requestJson } from "@/lib/client/api/market-api";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Ends an automatic renewal. */
export function StopRenewal({ label }: { label: string }) {
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const stop = () =>
    submit(async () => {
      await requestJson("/api/pay/renewal", { method: "DELETE" });
      router.refresh();
    });
  return (
    <>
      <Button variant="outline" size="md" disabled={isBusy} onClick={stop}>
        {label}
      </Button>
      {error && <span role="alert">{error.message}</span>}
    </>
  );
}
