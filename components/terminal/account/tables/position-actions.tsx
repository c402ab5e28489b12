"use client";

import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { createId } from "@/lib/client/api/create-id";
import { closePosition, reversePosition } from "@/lib/client/api/trading-api";
import { cn } from "@/lib/client/cn";
import type { PositionDto } from "@/lib/schemas/trading-answers";

const FRACTIONS = [
  ["0.25", "25%"],
  ["0.5", "50%"],
  ["1", "Close"],
] as const;

/** Closes a part or all of a position at market, or reverses it. */
export function PositionActions({ position, portfolioId }: { position: PositionDto; portfolioId: string }) {
  const { symbol } = position;
  const { run, isBusy } = useTradingAction();
  const close = (fraction: string) => {
    const body = { portfolioId, clientOrderId: createId(), fraction };
    return run(() => closePosition(symbol, body));
  };
  const reverse = () => {
    const body = { portfolioId, clientOrderId: createId() };
    return run(() => reversePosition(symbol, body));
  };
  return (
    <span className="inline-flex gap-1 font-sans">
      {FRACTIONS.map(([fraction, text]) => (
        <Button
          key={fraction}
          variant="outline"
          size="tight"
          className={cn("h-6", fraction !== "1" && "@max-[900px]:@min-[561px]:hidden")}
          disabled={isBusy}
          aria-label={fraction === "1" ? `Close ${symbol}` : `Close ${text} of ${symbol}`}
          onClick={() => void close(fraction)}
        >
          {text}
        </Button>
      ))}
      <Button
        variant="outline"
        size="tight"
        className="h-6"
        disabled={isBusy}
        aria-label={`Reverse ${symbol}`}
        onClick={() => void reverse()}
      >
        Reverse
      </Button>
    </span>
  );
}
