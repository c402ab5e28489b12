import type { Translate } from "@/lib/client/translate";
import type { OrderDto, PortfolioSnapshot, PositionDto } from "@/lib/schemas/trading-responses";

/** One of the trader's lines on the chart. `move`: what dragging it changes; null where it can't be moved. */
export type TradeLine = {
  id: string;
  tone: "entry" | "danger" | "stop" | "target" | "buy" | "sell" | "alert";
  price: string;
  label: string;
  move:
    | { kind: "stopLoss" | "takeProfit"; position: PositionDto }
    | { kind: "price" | "triggerPrice"; order: OrderDto }
    | { kind: "alert" }
    | null;
};

type LineText = Translate<"chart.line">;

/**
 * The lines of one symbol: entry, liquidation, stop and target of its position, and its open orders.
 * `liquidationPrice` is the position's at the current marks.
 */
export function listTradeLines(
  portfolio: PortfolioSnapshot,
  { symbol, liquidationPrice }: { symbol: string; liquidationPrice: string | null },
  t: LineText,
): TradeLine[] {
  const position = portfolio.positions.find((one) => one.symbol === symbol);
  return [
    ...(position ? linesOfPosition(position, liquidationPrice, t) : []),
    ...portfolio.orders.filter((one) => one.symbol === symbol).flatMap((order) => linesOfOrder(order, t)),
  ];
}

function linesOfPosition(position: PositionDto, liquidationPrice: string | null, t: LineText): TradeLine[] {
  const { side, qty, entryPrice, stopLoss, takeProfit } = position;
  const lines: TradeLine[] = [
    {
      id: "entry",
      tone: "entry",
      price: entryPrice,
      label: t("entry", { side, qty }),
      move: null,
    },
  ];
  if (liquidationPrice) {
    lines.push({
      id: "liquidation",
      tone: "danger",
      price: liquidationPrice,
      label: t("liquidation"),
      move: null,
    });
  }
  if (stopLoss) {
    lines.push({
      id: "stop",
      tone: "stop",
      price: stopLoss.price,
      label: t("stop"),
      move: { kind: "stopLoss", position },
    });
  }
  if (takeProfit) {
    lines.push({
      id: "target",
      tone: "target",
      price: takeProfit.price,
      label: t("target"),
      move: { kind: "takeProfit", position },
    });
  }
  return lines;
}

function linesOfOrder(order: OrderDto, t: LineText): TradeLine[] {
  const tone = order.side;
  const values = { side: order.side, qty: order.qty };
  const lines: TradeLine[] = [];
  const isWaiting = order.status === "OPEN";
  if (order.trigger && isWaiting) {
    const label = t(order.kind.startsWith("stop") ? "orderStop" : "orderTarget", values);
    lines.push({
      id: `${order.id} trigger`,
      tone,
      price: order.trigger.price,
      label,
      move: { kind: "triggerPrice", order },
    });
  }
  if (order.price && order.kind !== "market") {
    lines.push({
      id: `${order.id} price`,
      tone,
      price: order.price,
      label: t("orderLimit", values),
      move: { kind: "price", order },
    });
  }
  return lines;
}
