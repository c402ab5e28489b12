"use client";

import { useTranslations } from "next-intl";
import { RunningRow } from "@/components/terminal/account/running/running-row";
import { useChases, useTwaps } from "@/components/terminal/account/running/use-running-orders";
import { explainReason } from "@/components/terminal/order/explain-reason";
import { formatFixedPrice, formatMinute } from "@/lib/client/format";
import { useInstrument } from "@/lib/client/orders/instrument/use-instrument";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import type { ChaseDto, TwapDto } from "@/lib/schemas/trading/twaps";

/** The TWAPs and chases of the portfolio with their progress. Nothing where there are none. */
export function RunningOrders() {
  const t = useTranslations("terminal.running");
  const { twaps, stop: stopTwap } = useTwaps();
  const { chases, stop: stopChase } = useChases();
  if (twaps.length + chases.length === 0) return null;
  return (
    <ul aria-label={t("label")} className="border-b">
      {chases.map((chase) => (
        <ChaseRow key={chase.id} chase={chase} onStop={() => stopChase(chase)} />
      ))}
      {twaps.map((twap) => (
        <TwapRow key={twap.id} twap={twap} onStop={() => stopTwap(twap)} />
      ))}
    </ul>
  );
}

function TwapRow({ twap, onStop }: { twap: TwapDto; onStop: () => Promise<void> }) {
  const t = useTranslations("terminal.running");
  const { symbol, side, qty, count, sent } = twap;
  return (
    <RunningRow
      of={twap}
      name={t("twap", { side, qty: groupDigits(qty), symbol })}
      status={useStatusText(twap)}
      onStop={onStop}
    >
      {t("sent", { sent: String(sent), count: String(count) })}
    </RunningRow>
  );
}

function ChaseRow({ chase, onStop }: { chase: ChaseDto; onStop: () => Promise<void> }) {
  const t = useTranslations("terminal.running");
  const { symbol, side, qty, price, limitPrice } = chase;
  const digits = useInstrument(symbol)?.priceScale ?? null;
  return (
    <RunningRow
      of={chase}
      name={t("chase", { side, qty: groupDigits(qty), symbol })}
      status={useStatusText(chase)}
      onStop={onStop}
    >
      {price !== null &&
        t("follows", {
          price: formatFixedPrice(price, digits),
          limit: formatFixedPrice(limitPrice, digits),
        })}
    </RunningRow>
  );
}

function useStatusText({ status, reason, endsAt }: TwapDto | ChaseDto): string {
  const t = useTranslations("terminal.running");
  const reasons = useTranslations("terminal");
  if (status === "active") return t("until", { time: formatMinute(Date.parse(endsAt)) });
  return t(`status.${status}`, { reason: reason === null ? "" : explainReason(reason, reasons) });
}
