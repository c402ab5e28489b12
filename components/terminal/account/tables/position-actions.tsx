"use client";

import { useTranslations } from "next-intl";
import { useConfirmation } from "@/components/terminal/order/use-confirmation";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { createId } from "@/lib/client/api/create-id";
import { postClose, postReverse } from "@/lib/client/api/trading-api";
import { formatHeld } from "@/lib/client/portfolio/format-held";
import { useNamedSide } from "@/lib/client/portfolio/named-side";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

const PERCENTS = ["25", "50"] as const;

/** Closes a part or all of a position at market, or reverses it. */
export function PositionActions({ position, portfolioId }: { position: PositionDto; portfolioId: string }) {
  const { symbol } = position;
  const terminal = useTranslations("terminal");
  const t = useTranslations("terminal.positionRow");
  const named = useNamedSide(position);
  const { run, isBusy } = useTradingAction();
  const closing = useConfirmation("close");
  const reversing = useConfirmation("reverse");
  const { side, qty } = position;
  const held = formatHeld({ symbol, ...named }, terminal);
  const close = (percent: number) => {
    const texts = {
      title: t("closeTitle", { symbol: held }),
      description: t("closeText", { percent: String(percent), side, qty: groupDigits(qty), symbol }),
      confirm: t("close"),
    };
    closing.ask(texts, () => {
      const body = { portfolioId, clientOrderId: createId(), ...named, fraction: String(percent / 100) };
      void run("close", () => postClose(symbol, body));
    });
  };
  const reverse = () => {
    const texts = {
      title: t("reverseTitle", { symbol }),
      description: t("reverseText", { side, qty: groupDigits(qty), symbol, leverage: position.leverage }),
      confirm: t("reverse"),
    };
    reversing.ask(texts, () => {
      const body = { portfolioId, clientOrderId: createId() };
      void run("reverse", () => postReverse(symbol, body));
    });
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
          aria-label={t("closePartLabel", { percent, symbol: held })}
          onClick={() => close(Number(percent))}
        >
          {t("closePart", { percent })}
        </Button>
      ))}
      <Button
        variant="outline"
        size="tight"
        className="h-6"
        disabled={isBusy}
        aria-label={t("closeLabel", { symbol: held })}
        onClick={() => close(100)}
      >
        {t("close")}
      </Button>
      {named.side === undefined && (
        <Button
          variant="outline"
          size="tight"
          className="h-6"
          disabled={isBusy}
          aria-label={t("reverseLabel", { symbol })}
          onClick={reverse}
        >
          {t("reverse")}
        </Button>
      )}
      {closing.question}
      {reversing.question}
    </span>
  );
}
