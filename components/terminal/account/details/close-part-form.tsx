"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { InlineField } from "@/components/ui/form/inline-field";
import { Select } from "@/components/ui/form/select";
import { createId } from "@/lib/client/api/create-id";
import { postOrder } from "@/lib/client/api/trading-api";
import { readPositive } from "@/lib/client/numbers/read-number";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import { formatDecimal, isMultipleOf, parseDecimal, parseQty } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

const KINDS = ["market", "limit", "stop-market", "take-profit-market", "trailing-stop"] as const;

/**
 * Closes a typed amount of a position: at once, or by an order that only reduces. Several of them are several stops and
 * targets, each for its part.
 */
export function ClosePartForm(props: { position: PositionDto; portfolioId: string; listed: InstrumentDto }) {
  const { position, portfolioId, listed } = props;
  const t = useTranslations("terminal.positionDetails");
  const problems = useTranslations("terminal.problem");
  const [qty, setQty] = useState("");
  const [kind, setKind] = useState<(typeof KINDS)[number]>("market");
  const [price, setPrice] = useState("");
  const { run, isBusy } = useTradingAction();
  const amount = readPositive(qty);
  const isMarket = kind === "market";
  const level = readPositive(price);
  const problem =
    qty === "" || !("value" in amount)
      ? null
      : amount.value > parseQty(position.qty)
        ? t("tooMuch", { qty: groupDigits(position.qty), coin: listed.baseCoin })
        : isMultipleOf(amount.value, parseDecimal(listed.qtyStep))
          ? null
          : problems("size.offStep", { step: listed.qtyStep });
  const canSend = "value" in amount && problem === null && (isMarket || "value" in level);
  const send = async () => {
    if (!("value" in amount)) return;
    const value = "value" in level ? formatDecimal(level.value) : "";
    const rejection = await run("close", () =>
      postOrder({
        portfolioId,
        clientOrderId: createId(),
        symbol: position.symbol,
        side: position.side === "long" ? "sell" : "buy",
        kind,
        qty: formatDecimal(amount.value),
        reduceOnly: true,
        ...(kind === "limit" && { price: value }),
        ...((kind === "stop-market" || kind === "take-profit-market") && { trigger: { price: value } }),
        ...(kind === "trailing-stop" && { trail: { distance: value } }),
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
      <Select
        aria-label={t("kindLabel")}
        className="h-8"
        value={kind}
        onChange={(event) => setKind(KINDS.find((one) => one === event.target.value) ?? "market")}
      >
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {t(`kind.${one}`)}
          </option>
        ))}
      </Select>
      {!isMarket && (
        <InlineField
          id={`${id}-price`}
          label={t(kind === "trailing-stop" ? "distance" : "price")}
          className="w-44"
          value={price}
          onChange={(event) => setPrice(event.target.value)}
        />
      )}
      <Button type="submit" variant="outline" size="md" className="h-8" disabled={!canSend || isBusy}>
        {t(isMarket ? "closeMarket" : "closeLater")}
      </Button>
    </form>
  );
}
