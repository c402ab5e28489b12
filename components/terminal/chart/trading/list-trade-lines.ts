import type { Translate } from "@/lib/client/translate";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { OrderDto, PortfolioSnapshot, PositionDto } from "@/lib/schemas/trading/trading-responses";

/** One of the trader's lines on the chart. */
export type TradeLine = {
  id: string;
  tone: "entry" | "even" | "danger" | "stop" | "target" | "buy" | "sell" | "alert";
  price: string;
  label: string;
  /** What dragging it changes; null where it can't be moved. */
  move:
    | { kind: "stopLoss" | "takeProfit"; position: PositionDto }
    | { kind: "price" | "triggerPrice"; order: OrderDto }
    | { kind: "alert" }
    | null;
  /** What its × ends; null where it has none. */
  end:
    | { kind: "position" | "stopLoss" | "takeProfit"; position: PositionDto }
    | { kind: "order"; order: OrderDto }
    | null;
};

type LineText = Translate<"chart.line">;

/** Prices of a position's lines that follow from the market: at the current marks. */
export type PositionPrices = { liquidation: string | null; breakEven: string | null };

/** Prices of one symbol's lines that follow from the market. */
export type LinePrices = {
  symbol: string;
  bySide: Readonly<Record<PositionSide, PositionPrices>>;
  /** Where each active trailing stop triggers now, by order id. */
  trails: ReadonlyMap<string, string>;
};

/** The lines of one symbol: entry, break-even, liquidation, stop and target of its positions, and its open orders. */
export function listTradeLines(portfolio: PortfolioSnapshot, prices: LinePrices, t: LineText): TradeLine[] {
  const positions = portfolio.positions.filter((one) => one.symbol === prices.symbol);
  const orders = portfolio.orders.filter((one) => one.symbol === prices.symbol);
  return [
    ...positions.flatMap((position, index) =>
      // In hedge mode the lines of the other side need ids of their own.
      linesOfPosition(position, prices.bySide[position.side], t).map((line) => ({
        ...line,
        ...(index > 0 && { id: `${line.id} ${position.side}` }),
      })),
    ),
    ...orders.flatMap((order) => linesOfOrder(order, prices, t)),
  ];
}

function linesOfPosition(position: PositionDto, prices: PositionPrices, t: LineText): TradeLine[] {
  const { side, qty, entryPrice } = position;
  const fixed = { move: null, end: null };
  return [
    {
      id: "entry",
      tone: "entry",
      price: entryPrice,
      label: t("entry", { side, qty: groupDigits(qty) }),
      move: null,
      end: { kind: "position", position },
    },
    ...(prices.breakEven
      ? [{ id: "even", tone: "even" as const, price: prices.breakEven, label: t("breakEven"), ...fixed }]
      : []),
    ...(prices.liquidation
      ? [
          {
            id: "liquidation",
            tone: "danger" as const,
            price: prices.liquidation,
            label: t("liquidation"),
            ...fixed,
          },
        ]
      : []),
    ...linesOfProtection(position, t),
  ];
}

function linesOfProtection(position: PositionDto, t: LineText): TradeLine[] {
  const rows = [
    ["stopLoss", "stop"],
    ["takeProfit", "target"],
  ] as const;
  return rows.flatMap(([kind, tone]) => {
    const price = position[kind]?.price;
    if (price === undefined) return [];
    const change = { kind, position };
    return [{ id: tone, tone, price, label: t(tone), move: change, end: change }];
  });
}

function linesOfOrder(order: OrderDto, { trails }: LinePrices, t: LineText): TradeLine[] {
  const values = { side: order.side, qty: groupDigits(order.qty) };
  const common = { tone: order.side, end: { kind: "order" as const, order } };
  const lines: TradeLine[] = [];
  const isWaiting = order.status === "OPEN";
  if (order.trigger && isWaiting) {
    const label = t(order.kind.startsWith("stop") ? "orderStop" : "orderTarget", values);
    const move = { kind: "triggerPrice" as const, order };
    lines.push({ ...common, id: `${order.id} trigger`, price: order.trigger.price, label, move });
  }
  const trail = isWaiting ? trails.get(order.id) : undefined;
  if (trail !== undefined) {
    lines.push({
      ...common,
      id: `${order.id} trail`,
      price: trail,
      label: t("orderTrailing", values),
      move: null,
    });
  }
  if (order.price && order.kind !== "market") {
    const move = { kind: "price" as const, order };
    lines.push({
      ...common,
      id: `${order.id} price`,
      price: order.price,
      label: t("orderLimit", values),
      move,
    });
  }
  return lines;
}
