"use client";

import { memo } from "react";
import { Cell } from "@/components/terminal/account/tables/data-table";
import { EditablePrice } from "@/components/terminal/account/tables/editable-price";
import { SymbolCell } from "@/components/terminal/account/tables/symbol-cell";
import { describeKind } from "@/components/terminal/order/format-order";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { amendOrder, cancelOrder } from "@/lib/client/api/trading-api";
import { formatFixed, formatMinute, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import { useInstrument } from "@/lib/client/orders/use-instrument";
import type { OrderDto } from "@/lib/schemas/trading-answers";

const STATUS_WORDS = {
  QUEUED: "Queued",
  OPEN: "Open",
  TRIGGERED: "Triggered",
  PARTIALLY_FILLED: "Filled in part",
  FILLED: "Filled",
  REJECTED: "Rejected",
  CANCELLED: "Cancelled",
  EXPIRED: "Expired",
} as const satisfies Record<OrderDto["status"], string>;

/** An order's status as text. */
export function describeStatus(status: OrderDto["status"]): string {
  return STATUS_WORDS[status];
}

/** One open order: price, size and trigger are edited in place. */
export const OrderRow = memo(function OrderRow(props: {
  order: OrderDto;
  /** A change that takes effect after the gap of the price feed. */
  pending: string | null;
  onSelect: (symbol: string) => void;
}) {
  const { order, pending } = props;
  const instrument = useInstrument(order.symbol);
  const { run, isBusy } = useTradingAction();
  const digits = instrument?.priceScale ?? countDigits(order.price ?? order.trigger?.price ?? "");
  const qtyDigits = countDigits(instrument?.qtyStep ?? order.qty);
  const isQueued = order.status === "QUEUED";
  const amend = (key: "price" | "qty" | "triggerPrice" | "trailDistance") => (value: string | null) =>
    run(() => amendOrder(order.id, { portfolioId: order.portfolioId, [key]: value ?? undefined }));
  const name = `${order.symbol} ${describeKind(order.kind)}`;
  const price = (value: string | null | undefined) => (value ? formatFixed(value, digits) : NO_VALUE);
  return (
    <tr className="border-t hover:bg-hover">
      <SymbolCell
        symbol={order.symbol}
        isUp={order.side === "buy"}
        note={order.side === "buy" ? "Buy" : "Sell"}
        onSelect={props.onSelect}
      />
      <Cell>
        {describeKind(order.kind)}
        {order.reduceOnly && <span className="ml-1 text-text-3">reduce only</span>}
        {order.timeInForce === "post-only" && <span className="ml-1 text-text-3">post only</span>}
      </Cell>
      <Cell isNumber>
        {isQueued ? (
          formatFixed(order.qty, qtyDigits)
        ) : (
          <EditablePrice
            label={`Size of ${name}`}
            value={order.qty}
            digits={qtyDigits}
            onSave={amend("qty")}
          />
        )}
      </Cell>
      <Cell isNumber>{formatFixed(order.filled, qtyDigits)}</Cell>
      <Cell isNumber>
        {order.price === null || isQueued ? (
          "Market"
        ) : (
          <EditablePrice
            label={`Price of ${name}`}
            value={order.price}
            digits={digits}
            onSave={amend("price")}
          />
        )}
      </Cell>
      <Cell isNumber>
        {order.trigger ? (
          <EditablePrice
            label={`Trigger of ${name}`}
            value={order.trigger.price}
            digits={digits}
            onSave={amend("triggerPrice")}
          />
        ) : order.trail ? (
          <>
            <EditablePrice
              label={`Trail of ${name}`}
              value={order.trail.distance}
              digits={digits}
              onSave={amend("trailDistance")}
            />{" "}
            behind
          </>
        ) : (
          NO_VALUE
        )}
      </Cell>
      <Cell isNumber tone="text-text-2">
        {price(order.stopLoss?.price)} / {price(order.takeProfit?.price)}
      </Cell>
      <Cell tone={isQueued ? "text-accent" : "text-text-2"}>
        {describeStatus(order.status)}
        {pending !== null && <span className="ml-1 text-warn">{pending}</span>}
      </Cell>
      <Cell tone="num text-text-3">{formatMinute(Date.parse(order.acceptedAt)).slice(5)}</Cell>
      <Cell isNumber>
        <Button
          variant="outline"
          size="tight"
          className="h-6 font-sans"
          disabled={isBusy}
          aria-label={`Cancel ${name}`}
          onClick={() => void run(() => cancelOrder(order))}
        >
          Cancel
        </Button>
      </Cell>
    </tr>
  );
});
