import "server-only";
import { formatDecimal, isMultipleOf, parseDecimal, ZERO } from "@/lib/core/decimal";
import { changeWithAudit } from "@/lib/db/admin/audit";
import { isHaltSet } from "@/lib/market/reference/halts";
import { listTradingInstruments } from "@/lib/market/reference/list-trading-instruments";
import { AppError } from "@/lib/schemas/api-error";
import { settleHolders } from "@/lib/trading/price-path/settle-holders";

/**
 * Settles a symbol by hand, for all portfolios with a position or orders in it. It must be closed, unknown or
 * halted, since positions in a traded market must not be closed. The price must be a multiple of the tick
 * size, if that is known.
 * @throws AppError `still_traded`, `price_off_tick`
 */
export async function settleByOperator(
  adminId: string,
  body: { symbol: string; price?: string | undefined; reason: string },
): Promise<{ settled: number; failed: number }> {
  const { symbol, price, reason } = body;
  const [instruments, isHalted] = await Promise.all([listTradingInstruments(), isHaltSet(symbol)]);
  const instrument = instruments.get(symbol);
  if (instrument?.status === "trading" && !isHalted)
    throw new AppError("still_traded", `${symbol} is traded; halt it before you settle it.`);
  const tickSize = instrument?.tickSize ?? ZERO;
  if (price !== undefined && !isMultipleOf(parseDecimal(price), tickSize))
    throw new AppError("price_off_tick", `The price must be a multiple of ${formatDecimal(tickSize)}.`);
  const act = { adminId, action: "settle-symbol", target: `symbol:${symbol}`, reason };
  await changeWithAudit(act, async () => ({
    before: null,
    after: { price: price ?? "last mark" },
    result: undefined,
  }));
  return settleHolders({ symbol, price, cause: "operator", note: reason });
}
