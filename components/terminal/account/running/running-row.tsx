"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { Button } from "@/components/ui/button";
import { explainError } from "@/lib/client/api/explain-error";
import { cn } from "@/lib/client/cn";
import { formatFixed, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import { useInstrument } from "@/lib/client/orders/instrument/use-instrument";
import type { ChaseDto, TwapDto } from "@/lib/schemas/trading/twaps";

/** One order that the server works on, with its progress; an active one can be stopped. */
export function RunningRow(props: {
  of: TwapDto | ChaseDto;
  name: string;
  status: string;
  onStop: () => Promise<void>;
  children: ReactNode;
}) {
  const { name, onStop } = props;
  const { symbol, side, qty, filled, averagePrice, status } = props.of;
  const t = useTranslations("terminal.running");
  const errors = useTranslations("common.error");
  const [isBusy, setBusy] = useState(false);
  const instrument = useInstrument(symbol);
  const digits = instrument?.priceScale ?? 2;
  const sizeDigits = countDigits(instrument?.qtyStep ?? qty);
  const press = async () => {
    setBusy(true);
    try {
      await onStop();
    } catch (error) {
      const description = explainError(error, errors);
      showToast((toast) => toast.error(t("failed"), { description }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-2 py-1 text-xs">
      <span className={cn("font-medium", side === "buy" ? "text-up" : "text-down")}>{name}</span>
      <progress
        aria-label={t("progress", { name })}
        value={Number(filled)}
        max={Number(qty)}
        className="h-1.5 w-24 overflow-hidden rounded bg-raised [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-accent"
      />
      <span className="num text-text-2">
        {t("filled", { filled: formatFixed(filled, sizeDigits), qty: formatFixed(qty, sizeDigits) })}
      </span>
      <span className="num text-text-2">
        {t("average", { price: averagePrice === null ? NO_VALUE : formatFixed(averagePrice, digits) })}
      </span>
      <span className="num text-text-2">{props.children}</span>
      <span className={cn("text-text-3", status === "rejected" && "text-down")}>{props.status}</span>
      {status === "active" && (
        <Button
          variant="outline"
          size="tight"
          className="ml-auto h-6"
          aria-label={t("stopLabel", { name })}
          disabled={isBusy}
          onClick={() => void press()}
        >
          {t("stop")}
        </Button>
      )}
    </li>
  );
}
