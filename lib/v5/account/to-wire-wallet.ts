import "server-only";
import { add, type Decimal, div, formatRounded, type Money, sum, ZERO } from "@/lib/core/decimal";
import { type Context, instrumentOf, marketOf } from "@/lib/core/engine/context";
import { unrealisedPnl } from "@/lib/core/engine/positions/position";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { calculateCrossMaintenance } from "@/lib/core/engine/venues/bybit-margin";

/** The account on the wire, valued at the marks of the context. All totals are filled, in isolated margin too. */
export function toWireWallet(state: PortfolioState, context: Context) {
  const { equity, orders, positions, initial, maintenance } = sumMargin(state, context);
  const free = context.rules.freeMargin(state, context);
  const open = sum<Money>(
    state.positions.map((one) => unrealisedPnl(one, marketOf(context, one.symbol)?.mark ?? one.entryPrice)),
  );
  const totals = {
    totalEquity: formatRounded(equity),
    totalWalletBalance: formatRounded(state.balance),
    totalMarginBalance: formatRounded(equity),
    totalAvailableBalance: formatRounded(free),
    totalPerpUPL: formatRounded(open),
    totalInitialMargin: formatRounded(initial),
    totalMaintenanceMargin: formatRounded(maintenance),
    accountIMRate: formatRounded(rateOf(initial, equity)),
    accountMMRate: formatRounded(rateOf(maintenance, equity)),
  };
  return {
    accountType: "UNIFIED",
    ...totals,
    totalInitialMarginByMp: totals.totalInitialMargin,
    totalMaintenanceMarginByMp: totals.totalMaintenanceMargin,
    accountIMRateByMp: totals.accountIMRate,
    accountMMRateByMp: totals.accountMMRate,
    accountLTV: "0",
    coin: [
      {
        ...COIN,
        equity: totals.totalEquity,
        usdValue: totals.totalEquity,
        walletBalance: totals.totalWalletBalance,
        totalOrderIM: formatRounded(orders),
        totalPositionIM: formatRounded(positions),
        totalPositionMM: totals.totalMaintenanceMargin,
        unrealisedPnl: totals.totalPerpUPL,
        cumRealisedPnl: formatRounded(
          (state.ledger.realised - state.ledger.fees - state.ledger.funding) as Money,
        ),
        availableToWithdraw: totals.totalAvailableBalance,
        free: totals.totalAvailableBalance,
      },
    ],
  };
}

const COIN = {
  coin: "USDT",
  locked: "0",
  spotHedgingQty: "0",
  borrowAmount: "0",
  accruedInterest: "0",
  bonus: "0",
  marginCollateral: true,
  collateralSwitch: true,
  spotBorrow: "0",
  availableToBorrow: "",
};

/** Initial and maintenance margin as fractions of the equity, zero without equity. */
export function rateMargin(
  state: PortfolioState,
  context: Context,
): { initial: Decimal; maintenance: Decimal } {
  const { equity, initial, maintenance } = sumMargin(state, context);
  return { initial: rateOf(initial, equity), maintenance: rateOf(maintenance, equity) };
}

function sumMargin(state: PortfolioState, context: Context) {
  const orders = context.rules.orderMargin(state, context);
  const positions = sum<Money>(
    state.positions.map((one) => context.rules.positionMargin(one, instrumentOf(context, one.symbol))),
  );
  return {
    equity: calculateEquity(state, context),
    orders,
    positions,
    initial: add(orders, positions),
    maintenance: sum<Money>(state.positions.map((one) => calculateCrossMaintenance(one, context))),
  };
}

function rateOf(part: Money, equity: Money): Decimal {
  return equity > 0n ? div<Decimal>(part, equity) : ZERO;
}
