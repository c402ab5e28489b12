import { useTranslations } from "next-intl";
import { formatFixed } from "@/lib/client/format";
import { useLiquidationPrice } from "@/lib/client/portfolio/use-liquidation-price";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

/** The symbol's open position, and what an order does not change. */
export function PositionNote({ position, listed }: { position: PositionDto; listed: InstrumentDto }) {
  const t = useTranslations("terminal.positionNote");
  const price = (text: string) => formatFixed(text, listed.priceScale);
  const { stopLoss, takeProfit } = position;
  const liquidationPrice = useLiquidationPrice(position, listed);
  const parts = [
    t("entry", {
      side: position.side,
      qty: groupDigits(position.qty),
      coin: listed.baseCoin,
      price: price(position.entryPrice),
    }),
    t("leverage", { leverage: position.leverage }),
    liquidationPrice === null ? null : t("liquidation", { price: price(liquidationPrice) }),
    stopLoss ? t("stop", { price: price(stopLoss.price) }) : t("noStop"),
    takeProfit ? t("target", { price: price(takeProfit.price) }) : t("noTarget"),
  ];
  return (
    <p className="num text-[11px] text-text-2 leading-4">
      {parts.filter((part) => part !== null).join(" · ")}
      {(stopLoss ?? takeProfit) && <span className="block font-sans text-text-3">{t("kept")}</span>}
    </p>
  );
}
