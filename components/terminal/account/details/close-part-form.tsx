"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { InlineField } from "@/components/ui/form/inline-field";
import { createId } from "@/lib/client/api/create-id";
import { postOrder } from "@/lib/client/api/trading-api";
import { readPositive } from "@/lib/client/orders/read-number";
import { formatDecimal, isMultipleOf, parseDecimal, parseQty } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

/** Closes a typed amount of a position: at market, or by a limit order that only reduces. */
export function ClosePartForm(props: { position: PositionDto; portfolioId: string; listed: InstrumentDto }) {
  const { position, portfolioId, listed } = props;
  const t = useTranslations("terminal.positionDetails");
  const problems = useTranslations("terminal.problem");
  const [qty, setQty] = useState("");
  const [price, setPrice] = useState("");
  const { run, isBusy } = useTradingAction();
  const amount = readPositive(qty);
  const limit = price.trim() === "" ? null : readPositive(price);
  const problem =
    qty === "" || !("value" in amount)
      ? null
      : amount.value > parseQty(position.qty)
        ? t("tooMuch", { qty: position.qty, coin: listed.baseCoin })
        : isMultipleOf(amount.value, parseDecimal(listed.qtyStep))
          ? null
          : problems("size.offStep", { step: listed.qtyStep });
  const canSend = "value" in amount && problem === null && (limit === null || "value" in limit);
  const send = async () => {
    if (!("value" in amount)) return;
    const isLimit = limit !== null && "value" in limit;
    const rejection = await run("close", () =>
      postOrder({
        portfolioId,
        clientOrderId: createId(),
        symbol: position.symbol,
        side: position.side === "long" ? "sell" : "buy",
        kind: isLimit ? "limit" : "market",
        qty: formatDecimal(amount.value),
        reduceOnly: true,
        ...(isLimit && { price: formatDecimal(limit.value) }),
      }),
    );
    if (rejection === null) setQty("");
  };
  const id = `close-${position.symbol}-${position.side}`;
  return (
    <form
      aria-label={t("closeForm", { symbol: position.symbol })}
      className="flex flex-wrap items-start gap-2 font-sans"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend && !isBusy) void send();
      }}
    >
      <InlineField
        id={`${id}-qty`}
        label={t("amount")}
        className="w-40"
        value={qty}
        onChange={(event) => setQty(event.target.value)}
        problem={problem}
        end={listed.baseCoin}
      />
      <InlineField
        id={`${id}-price`}
        label={t("price")}
        className="w-44"
        placeholder={t("market")}
        value={price}
        onChange={(event) => setPrice(event.target.value)}
      />
      <Button type="submit" variant="outline" size="md" className="h-8" disabled={!canSend || isBusy}>
        {t(limit === null ? "closeMarket" : "closeLimit")}
      </Button>
    </form>
  );
}
