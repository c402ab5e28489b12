import "server-only";
import { type Price, parseDecimal, parsePrice, parseQty } from "@/lib/core/decimal";
import type { OrderRequest } from "@/lib/core/engine/commands";
import type { Side } from "@/lib/core/engine/orders/order";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { calculateChasePrice, chaseOrderId } from "@/lib/core/order-groups/plan-chase";
import type { CommandResult } from "@/lib/db/portfolio/execute-command";
import { endChase, type StoredChase } from "@/lib/db/queries/chases";
import { buildContext } from "@/lib/market/reference/build-context";
import { changePortfolio } from "@/lib/trading/portfolio/change-portfolio";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";

/** Rejections after which the order stays where it is, and follows again at the next step. */
const PASSING: ReadonlySet<RejectReason> = new Set([
  "trading_halted",
  "trading_paused",
  "outside_hours",
  "market_data_stale",
  "price_outside_limit",
  "portfolio_changed",
  "order_not_open",
]);

/** The best price of an order's side of the book; null while there is none. */
export async function readBestPrice(symbol: string, side: Side): Promise<Price | null> {
  const book = (await buildContext([symbol])).markets.get(symbol)?.book;
  return (side === "buy" ? book?.bids[0]?.price : book?.asks[0]?.price) ?? null;
}

/** Places the order of a chase at `price`; once for each chase. */
export function submitChase(
  chase: Pick<
    StoredChase,
    "id" | "portfolioId" | "epoch" | "symbol" | "side" | "qty" | "reduceOnly" | "leverage"
  >,
  price: Price,
  ownerId: string,
): Promise<CommandResult> {
  const { id, portfolioId, epoch, symbol, side, reduceOnly, leverage } = chase;
  const order: OrderRequest = {
    orderId: chaseOrderId(id),
    symbol,
    side,
    kind: "limit",
    price,
    qty: parseQty(chase.qty),
    reduceOnly,
    ...(leverage !== null && { leverage: parseDecimal(leverage) }),
  };
  return commandPortfolio(portfolioId, { type: "submit", order, epoch }, [symbol], { ownerId });
}

/** Moves the order of a chase to the best price, and ends the chase when its order or its time has ended. */
export async function stepChase(chase: StoredChase, nowMs: number): Promise<void> {
  const { symbol, side, price, isPlaced, userId } = chase;
  if (isPlaced && price === null) {
    const isFilled = parseQty(chase.filled) >= parseQty(chase.qty);
    return endChase(chase, { status: isFilled ? "ended" : "stopped" });
  }
  if (nowMs >= chase.endsAt.getTime()) return finishChase(chase, { status: "ended" });
  const best = await readBestPrice(symbol, side);
  if (best === null) return;
  const wanted = calculateChasePrice(side, best, parsePrice(chase.limitPrice));
  if (price !== null && parsePrice(price) === wanted) return;
  const result =
    price === null
      ? await submitChase(chase, wanted, userId)
      : await changePortfolio(
          chase.portfolioId,
          { type: "amend", orderId: chaseOrderId(chase.id), price: wanted },
          [symbol],
          { ownerId: userId },
        );
  if (result.ok || PASSING.has(result.reason)) return;
  const { reason } = result;
  if (reason === "epoch_passed") await endChase(chase, { status: "stopped" });
  else await finishChase(chase, { status: "rejected", reason });
}

/** Cancels the order of a chase, if it is open, and ends the chase. */
export async function finishChase(chase: StoredChase, end: Parameters<typeof endChase>[1]): Promise<void> {
  if (chase.price !== null) {
    const command = { type: "cancel", orderId: chaseOrderId(chase.id) } as const;
    // One that has been filled meanwhile is not open any more.
    await changePortfolio(chase.portfolioId, command, [chase.symbol], { ownerId: chase.userId });
  }
  await endChase(chase, end);
}
