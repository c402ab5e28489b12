"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";

/** Starts a payment for a product and opens its checkout; signed-out users sign in first. */
export function BuyButton({ product, label, next }: { product: string; label: string; next: string }) {
  const router = useRouter();
  const { isBusy, error, submit } = useSubmit();
  const buy = () =>
    submit(async () => {
      try {
        const { checkoutUrl } = await send<{ checkoutUrl: string }>("POST", "/api/pay/initialize", {
          product,
        });
        window.location.assign(checkoutUrl);
      } catch (thrown) {
        if (!(thrown instanceof RequestError) || thrown.code !== "unauthorized") throw thrown;
        router.push(`/login?next=${encodeURIComponent(next)}`);
      }
    });
  return (
    <div className="flex flex-col gap-1">
      <Button variant="outline" size="md" disabled={isBusy} onClick={() => void buy()}>
        {label}
      </Button>
      {error && (
        <p role="alert" className="text-down text-xs">
          {error.message}
        </p>
      )}
    </div>
  );
}
