import "server-only";
import { parseDecimal, parseQty, type Qty } from "@/lib/core/decimal";
import type { OrderRequest } from "@/lib/core/engine/commands";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { findOrder } from "@/lib/core/engine/state/state";
import {
  calculateTwapQty,
  findTwapSlot,
  type TwapTerms,
  twapOrderId,
  twapSlotStartMs,
} from "@/lib/core/order-groups/plan-twap";
import type { CommandResult } from "@/lib/db/portfolio/execute-command";
import { delayTwap, doneQty, endTwap, findDueTwaps, type StoredTwap } from "@/lib/db/queries/twaps";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { buildContext } from "@/lib/market/reference/build-context";
import { AppError } from "@/lib/schemas/api-error";
import { toOrderDto } from "@/lib/trading/dto/to-order-dto";
import { startAttempt } from "@/lib/trading/orders/attempt-order";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

const PARALLEL = 8;
/** TWAPs of one sweep; the next one processes the rest. */
const LIMIT = 500;
/** After a rejection that may pass, ms. */
const RETRY_MS = 2_000;

/** Rejections that pass by themselves: the TWAP goes on, within its time. */
const PASSING: ReadonlySet<RejectReason> = new Set([
  "trading_halted",
  "trading_paused",
  "outside_hours",
  "market_data_stale",
  "no_liquidity",
  "price_outside_limit",
  "execution_timeout",
  "portfolio_changed",
]);

/**
 * Sends the order of each active TWAP whose slot has begun, and ends those that are done or past their time. All of
 * its state is in the database and each slot's order has an id of its own, so that a restart, or two sweeps at once,
 * neither lose nor repeat one. @returns how many orders were sent
 */
export async function sweepTwaps(readNowMs: () => number = Date.now): Promise<number> {
  let sent = 0;
  await forEachConcurrent(await findDueTwaps(new Date(readNowMs()), LIMIT), PARALLEL, async (twap) => {
    try {
      if (await stepTwap(twap, readNowMs())) sent += 1;
    } catch (error) {
      const isArchived = error instanceof AppError && error.code === "portfolio_archived";
      // Its portfolio was archived while it began.
      if (isArchived) await endTwap(twap, { status: "stopped" });
      else reportError("twap-not-continued", error, { portfolioId: twap.portfolioId, id: twap.id });
    }
  });
  return sent;
}

/** @returns whether an order was sent */
async function stepTwap(twap: StoredTwap, nowMs: number): Promise<boolean> {
  const terms = termsOf(twap);
  const slot = findTwapSlot(terms, nowMs);
  if (slot === null || parseQty(twap.filled) >= terms.qty) {
    await endTwap(twap, { status: "ended" });
    return false;
  }
  const order = await buildSlotOrder(twap, terms, slot);
  const nextAt = new Date(twapSlotStartMs(terms, slot + 1));
  if (order === null) {
    await delayTwap(twap, nextAt);
    return false;
  }
  const { portfolioId, epoch } = twap;
  const result = await submit(portfolioId, { type: "submit", order, epoch }, twap.symbol);
  if (result === null || result.ok) {
    await delayTwap(twap, nextAt);
    if (result !== null) await execute(result, order.orderId);
    return result !== null && !result.isReplayed;
  }
  if (PASSING.has(result.reason)) await delayTwap(twap, new Date(nowMs + RETRY_MS));
  else if (result.reason === "epoch_passed") await endTwap(twap, { status: "stopped" });
  else await endTwap(twap, { status: "rejected", reason: result.reason });
  return false;
}

/** The order of a slot; null where nothing is left to send now. */
async function buildSlotOrder(
  twap: StoredTwap,
  terms: TwapTerms,
  slot: number,
): Promise<OrderRequest | null> {
  const { symbol, side, reduceOnly, leverage } = twap;
  const { instruments } = await buildContext([symbol]);
  const instrument = instruments.get(symbol);
  if (instrument === undefined) throw new AppError("not_found", "There is no such market.");
  const qty: Qty = calculateTwapQty(terms, { slot, done: doneQty(twap), qtyStep: instrument.qtyStep });
  if (qty <= 0n) return null;
  return {
    orderId: twapOrderId(twap.id, slot),
    symbol,
    side,
    kind: "market",
    qty,
    reduceOnly,
    // Later orders trade at the leverage in force, which the trader may have changed.
    ...(leverage !== null && twap.sent === 0 && { leverage: parseDecimal(leverage) }),
  };
}

/** @returns null where the slot's order was sent before with another quantity */
async function submit(
  portfolioId: string,
  command: Parameters<typeof commandPortfolio>[1],
  symbol: string,
): Promise<CommandResult | null> {
  try {
    return await commandPortfolio(portfolioId, command, [symbol]);
  } catch (error) {
    if (error instanceof AppError && error.code === "client_order_id_reused") return null;
    throw error;
  }
}

async function execute({ state }: CommandResult, orderId: string): Promise<void> {
  const order = findOrder(state, orderId);
  if (order?.status === "QUEUED") await startAttempt(toOrderDto(state.id, order)).finish();
}

function termsOf({ qty, count, startsAt, endsAt }: StoredTwap): TwapTerms {
  return { qty: parseQty(qty), count, startMs: startsAt.getTime(), endMs: endsAt.getTime() };
}
