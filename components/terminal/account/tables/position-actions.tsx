"use client";

import { useTranslations } from "next-intl";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { createId } from "@/lib/client/api/create-id";
import { postClose, postReverse } from "@/lib/client/api/trading-api";
import type { PositionDto } from "@/lib/schemas/trading-responses";

const PERCENTS = ["25", "50"] as const;

/** Closes a part or all of a position at market, or reverses it. */
export function PositionActions({ position, portfolioId }: { position: PositionDto; portfolioId: string }) {
  const { symbol } = position;
  const t = useTranslations("terminal.positionRow");
  const { run, isBusy } = useTradingAction();
  const close = (percent: number) => {
    const body = { portfolioId, clientOrderId: createId(), fraction: String(percent / 100) };
    return run("close", () => postClose(symbol, body));
  };
  const reverse = () => {
    const body = { portfolioId, clientOrderId: createId() };
    return run("reverse", () => postReverse(symbol, body));
  };
  return (
    <span className="inline-flex gap-1 font-sans">
      {PERCENTS.map((percent) => (
        <Button
          key={percent}
          variant="outline"
          size="tight"
          className="h-6 @max-[900px]:@min-[561px]:hidden"
          disabled={isBusy}
          aria-label={t("closePartLabel", { percent, symbol })}
          onClick={() => void close(Number(percent))}
        >
          {t("closePart", { percent })}
        </Button>
      ))}
      <Button
        variant="outline"
        size="tight"
        className="h-6"
        disabled={isBusy}
        aria-label={t("closeLabel", { symbol })}
        onClick={() => void close(100)}
      >
        {t("close")}
      </Button>
      <Button
        variant="outline"
        size="tight"
        className="h-6"
        disabled={isBusy}
        aria-label={t("reverseLabel", { symbol })}
        onClick={() => void reverse()}
      >
        {t("reverse")}
      </Button>
    </span>
  );
}
