"use client";

import { useTranslations } from "next-intl";
import { memo } from "react";
import { Cell } from "@/components/terminal/account/tables/data-table";
import { EditablePrice } from "@/components/terminal/account/tables/editable-price";
import { formatSide } from "@/components/terminal/account/tables/format-side";
import { SymbolCell } from "@/components/terminal/account/tables/symbol-cell";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { deleteOrder, patchOrder } from "@/lib/client/api/trading-api";
import { formatFixed, formatMinute, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import { useRowValue } from "@/lib/client/market/use-ticker";
import { findTrailLevel } from "@/lib/client/orders/find-trail-level";
import { useInstrument } from "@/lib/client/orders/instrument/use-instrument";
import { useNamedSide } from "@/lib/client/portfolio/named-side";
import { tradedSide } from "@/lib/core/engine/state/hedge";
import { OCO_PREFIX } from "@/lib/core/order-groups/oco-pair";
import type { OrderDto } from "@/lib/schemas/trading/trading-responses";

/** One open order: price, size and trigger are edited in place. */
export const OrderRow = memo(function OrderRow(props: {
  order: OrderDto;
  /** A change that takes effect after the gap of the price feed. */
  pending: string | null;
  onSelect: (symbol: string) => void;
}) {
  const { order, pending } = props;
  const t = useTranslations("terminal");
  const instrument = useInstrument(order.symbol);
  const { run, isBusy } = useTradingAction();
  const digits = instrument?.priceScale ?? countDigits(order.price ?? order.trigger?.price ?? "");
  const qtyDigits = countDigits(instrument?.qtyStep ?? order.qty);
  const isQueued = order.status === "QUEUED";
  const amend = (key: "price" | "qty" | "triggerPrice" | "trailDistance") => (value: string | null) =>
    run("amend", () => patchOrder(order.id, { portfolioId: order.portfolioId, [key]: value ?? undefined }));
  const kind = t(`kind.${order.kind}`);
  const side = formatSide(order, t, useNamedSide({ symbol: order.symbol, side: tradedSide(order) }).side);
  const name = t("edit.order", { symbol: order.symbol, kind });
  const price = (value: string | null | undefined) => (value ? formatFixed(value, digits) : NO_VALUE);
  return (
    <tr className="border-t hover:bg-hover">
      <SymbolCell symbol={order.symbol} isUp={order.side === "buy"} note={side} onSelect={props.onSelect} />
      <Cell>
        {kind}
        {order.reduceOnly && <span className="ml-1 text-text-3">{t("orderRow.reduceOnly")}</span>}
        {order.expiresAt !== null && (
          <span className="ml-1 text-text-3">
            {t("orderRow.until", { time: formatMinute(Date.parse(order.expiresAt)).slice(5) })}
          </span>
        )}
        {order.id.startsWith(OCO_PREFIX) && <span className="ml-1 text-accent">{t("orderRow.oco")}</span>}
        {order.timeInForce === "post-only" && (
          <span className="ml-1 text-text-3">{t("orderRow.postOnly")}</span>
        )}
      </Cell>
      <Cell isNumber>
        {isQueued ? (
          formatFixed(order.qty, qtyDigits)
        ) : (
          <EditablePrice
            label={t("edit.size", { order: name })}
            value={order.qty}
            digits={qtyDigits}
            onSave={amend("qty")}
          />
        )}
      </Cell>
      <Cell isNumber>{formatFixed(order.filled, qtyDigits)}</Cell>
      <Cell isNumber>
        {order.price === null || order.kind === "market" ? (
          t("orderRow.market")
        ) : isQueued ? (
          price(order.price)
        ) : (
          <EditablePrice
            label={t("edit.price", { order: name })}
            value={order.price}
            digits={digits}
            onSave={amend("price")}
          />
        )}
      </Cell>
      <Cell isNumber>
        {order.trigger ? (
          <EditablePrice
            label={t("edit.trigger", { order: name })}
            value={order.trigger.price}
            digits={digits}
            onSave={amend("triggerPrice")}
          />
        ) : order.trail ? (
          <>
            <EditablePrice
              label={t("edit.trail", { order: name })}
              value={order.trail.distance}
              digits={digits}
              onSave={amend("trailDistance")}
            />{" "}
            {t("orderRow.behind")} <TrailLevel order={order} digits={digits} />
          </>
        ) : (
          NO_VALUE
        )}
      </Cell>
      <Cell isNumber tone="text-text-2">
        {price(order.stopLoss?.price)} / {price(order.takeProfit?.price)}
      </Cell>
      <Cell tone={isQueued ? "text-accent" : "text-text-2"}>
        {t(`status.${order.status}`)}
        {pending !== null && <span className="ml-1 text-warn">{pending}</span>}
      </Cell>
      <Cell tone="num text-text-3">{formatMinute(Date.parse(order.acceptedAt)).slice(5)}</Cell>
      <Cell isNumber>
        <Button
          variant="outline"
          size="tight"
          className="h-6 font-sans"
          disabled={isBusy}
          aria-label={t("orderRow.cancelLabel", { order: name })}
          onClick={() => void run("cancel", () => deleteOrder(order))}
        >
          {t("orderRow.cancel")}
        </Button>
      </Cell>
    </tr>
  );
});

/** Where a trailing stop triggers now, or the price from which it starts to trail. */
function TrailLevel({ order, digits }: { order: OrderDto; digits: number }) {
  const t = useTranslations("terminal.orderRow");
  const level = useRowValue(order.symbol, ({ last }) => findTrailLevel(order, last));
  if (level !== null)
    return <span className="text-text">{t("triggersAt", { price: formatFixed(level, digits) })}</span>;
  const activation = order.trail?.activation ?? null;
  return activation === null ? null : t("activatesAt", { price: formatFixed(activation, digits) });
}
