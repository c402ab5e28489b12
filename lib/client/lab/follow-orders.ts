import { createId } from "@/lib/client/api/create-id";
import { getJson, RequestError } from "@/lib/client/api/market-api";
import { deleteOrder, LIST_URLS, postOrder } from "@/lib/client/api/trading-api";
import { type Decimal, formatDecimal, fromNumber, roundDownToStep } from "@/lib/core/decimal";
import { type DriftRow, followChange } from "@/lib/lab/live/drift";
import type { LiveMinute, OrderChange } from "@/lib/lab/live/live-run";
import type { PlaceOrderBody } from "@/lib/schemas/trading/trading";
import type { FillsPage } from "@/lib/schemas/trading/trading-responses";

/** A fill at the market is there so long after its order, as a rule. */
const FILL_MS = 2_000;

/** Where a live run's orders go. Steps of price and quantity as the market has them. */
export type FollowTarget = {
  portfolioId: string;
  symbol: string;
  leverage: number;
  tickSize: Decimal;
  qtyStep: Decimal;
};

export type Follower = {
  /** Sends what became of the run's orders in a minute, one request after the other. */
  follow: (minute: LiveMinute) => void;
  stop: () => void;
};

/**
 * Sends the orders of a live run to a portfolio by the usual API and records what became of each. A request
 * that is repeated places no second order: its id is of the run and the order.
 */
export function followOrders(target: FollowTarget, onRows: (rows: readonly DriftRow[]) => void): Follower {
  const run = createId().slice(0, 8);
  const sent = new Map<string, string>();
  let rows: readonly DriftRow[] = [];
  let queue = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const set = (next: readonly DriftRow[]) => {
    rows = next;
    onRows(rows);
  };
  const change = (id: string, part: Partial<DriftRow>) =>
    set(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));

  const carryOut = async (given: OrderChange) => {
    if (isStopped) return;
    set(followChange(rows, given));
    try {
      if (given.type === "submitted") {
        const { order } = await postOrder(toBody(target, given, `lab-${run}-${given.id}`));
        if (order === null) return;
        sent.set(order.id, given.id);
        if (order.status === "REJECTED") change(given.id, { status: "rejected", reason: order.reason });
      } else if (given.type === "cancelled") {
        const orderId = [...sent].find(([, id]) => id === given.id)?.[0];
        if (orderId !== undefined) await deleteOrder({ id: orderId, portfolioId: target.portfolioId });
      }
    } catch (error) {
      // A cancel of an order that has filled is no fault: the fill shows it.
      if (given.type !== "submitted") return;
      const reason = error instanceof RequestError ? error.message : String(error);
      change(given.id, { status: "rejected", reason });
    }
  };

  const refresh = async () => {
    const { fills } = await getJson<FillsPage>(
      `${LIST_URLS.fills}?${new URLSearchParams({ portfolioId: target.portfolioId })}`,
    );
    for (const [orderId, id] of sent) {
      const own = fills.filter((fill) => fill.orderId === orderId);
      if (own.length > 0) change(id, { actual: averageOf(own) });
    }
  };
  const refreshSoon = () => {
    clearTimeout(timer);
    // The next minute asks again.
    timer = setTimeout(() => void refresh().catch(() => {}), FILL_MS);
  };

  return {
    follow: ({ changes }) => {
      for (const given of changes) queue = queue.then(() => carryOut(given));
      queue = queue.then(refreshSoon);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function toBody(
  { portfolioId, symbol, leverage, tickSize, qtyStep }: FollowTarget,
  order: OrderChange & { type: "submitted" },
  clientOrderId: string,
): PlaceOrderBody {
  const price = formatDecimal(roundDownToStep(fromNumber(order.price), tickSize));
  const common = {
    portfolioId,
    clientOrderId,
    symbol,
    side: order.side,
    qty: formatDecimal(roundDownToStep(fromNumber(order.qty), qtyStep)),
    ...(order.reduceOnly ? { reduceOnly: true } : { leverage: String(leverage) }),
  };
  if (order.kind === "MARKET") return { ...common, kind: "market" };
  if (order.kind === "LIMIT") return { ...common, kind: "limit", price };
  return { ...common, kind: "stop-market", trigger: { price } };
}

function averageOf(fills: readonly { price: string; qty: string; at: string }[]) {
  const qty = fills.reduce((sum, fill) => sum + Number(fill.qty), 0);
  const value = fills.reduce((sum, fill) => sum + Number(fill.price) * Number(fill.qty), 0);
  return { price: value / qty, qty, atMs: Math.max(...fills.map(({ at }) => Date.parse(at))) };
}
