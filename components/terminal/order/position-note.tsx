import { formatFixed } from "@/lib/client/format";
import { useLiquidationPrice } from "@/lib/client/portfolio/use-liquidation-price";
import type { Instrument } from "@/lib/schemas/market/market";
import type { PositionDto } from "@/lib/schemas/trading-answers";

/** The symbol's open position, and what an order does not change. */
export function PositionNote({ position, listed }: { position: PositionDto; listed: Instrument }) {
  const price = (text: string) => formatFixed(text, listed.priceScale);
  const { stopLoss, takeProfit } = position;
  const liquidationPrice = useLiquidationPrice(position.symbol, listed);
  const parts = [
    `${position.side === "long" ? "Long" : "Short"} ${position.qty} ${listed.baseCoin} at ${price(position.entryPrice)}`,
    `${position.leverage}x`,
    liquidationPrice === null ? null : `liquidation ${price(liquidationPrice)}`,
    `stop ${stopLoss ? price(stopLoss.price) : "none"}`,
    `target ${takeProfit ? price(takeProfit.price) : "none"}`,
  ];
  return (
    <p className="num text-[11px] text-text-2 leading-4">
      {parts.filter((part) => part !== null).join(" · ")}
      {(stopLoss ?? takeProfit) && (
        <span className="block font-sans text-text-3">
          An order that adds leaves this stop and target as they are; change them on the position.
        </span>
      )}
    </p>
  );
}
