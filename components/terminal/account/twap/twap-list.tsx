"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTwaps } from "@/components/terminal/account/twap/use-twaps";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { explainReason } from "@/components/terminal/order/explain-reason";
import { Button } from "@/components/ui/button";
import { explainError } from "@/lib/client/api/explain-error";
import { cn } from "@/lib/client/cn";
import { formatFixed, formatMinute, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import { useInstrument } from "@/lib/client/orders/instrument/use-instrument";
import type { TwapDto } from "@/lib/schemas/trading/twaps";

/** The TWAPs of the portfolio with their progress; an active one can be stopped. Nothing where there are none. */
export function TwapList() {
  const t = useTranslations("terminal.twap");
  const { twaps, stop } = useTwaps();
  if (twaps.length === 0) return null;
  return (
    <ul aria-label={t("label")} className="border-b">
      {twaps.map((twap) => (
        <TwapRow key={twap.id} twap={twap} onStop={() => stop(twap)} />
      ))}
    </ul>
  );
}

function TwapRow({ twap, onStop }: { twap: TwapDto; onStop: () => Promise<void> }) {
  const t = useTranslations("terminal.twap");
  const reasons = useTranslations("terminal");
  const errors = useTranslations("common.error");
  const [isBusy, setBusy] = useState(false);
  const instrument = useInstrument(twap.symbol);
  const { symbol, side, qty, filled, count, sent, status, reason, averagePrice } = twap;
  const name = t("name", { side, qty, symbol });
  const digits = instrument?.priceScale ?? 2;
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
        {t("filled", { filled: formatFixed(filled, countDigits(instrument?.qtyStep ?? qty)), qty })}
      </span>
      <span className="num text-text-2">
        {t("average", { price: averagePrice === null ? NO_VALUE : formatFixed(averagePrice, digits) })}
      </span>
      <span className="num text-text-2">{t("sent", { sent: String(sent), count: String(count) })}</span>
      <span className={cn("text-text-3", status === "rejected" && "text-down")}>
        {status === "active"
          ? t("until", { time: formatMinute(Date.parse(twap.endsAt)) })
          : t(`status.${status}`, { reason: reason === null ? "" : explainReason(reason, reasons) })}
      </span>
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
