import "server-only";
import { calculateChallengeStatus } from "@/lib/core/challenge/challenge-status";
import type { LossLimitStanding } from "@/lib/core/challenge/rules/loss-limit";
import { abs, add, formatPrice, formatRounded, type Money, type Price, sub, sum } from "@/lib/core/decimal";
import { type Context, marketOf } from "@/lib/core/engine/context";
import { calculateCrossLiquidationPrice, listAccountLegs } from "@/lib/core/engine/margin/cross-liquidation";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { isLong, type Position, sideOf } from "@/lib/core/engine/positions/position";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import type {
  ChallengeHeadroom,
  PortfolioSnapshot,
  PositionDto,
} from "@/lib/schemas/trading/trading-responses";
import { toChangeDto } from "@/lib/trading/dto/to-change-dto";
import { toOrderDto, toStopDto } from "@/lib/trading/dto/to-order-dto";
import { toOwnLimitsDto } from "@/lib/trading/dto/to-own-limits-dto";
import type { PortfolioFacts } from "@/lib/trading/portfolio/load-facts";

/** A portfolio valued at the marks of the context. */
export function toPortfolioDto(
  state: PortfolioState,
  facts: PortfolioFacts,
  context: Context,
): PortfolioSnapshot {
  const dayStartEquity = facts.dayStartEquity ?? state.ledger.opening;
  const isMarked = state.positions.every((position) => marketOf(context, position.symbol) !== null);
  const equity = isMarked ? calculateEquity(state, context) : null;
  const positionMargin = sum(state.positions.map((position) => calculateMargin(position, context)));
  const { rules } = context;
  return {
    id: state.id,
    name: facts.name,
    kind: facts.kind,
    seq: state.seq,
    epoch: state.epoch,
    marginMode: state.marginMode,
    locked: state.lock && { reason: state.lock.reason, at: new Date(state.lock.atMs).toISOString() },
    balance: formatRounded(state.balance),
    openingBalance: formatRounded(state.ledger.opening),
    equity: equity === null ? null : formatRounded(equity),
    marginUsed: formatRounded(add(positionMargin, rules.orderMargin(state, context))),
    freeMargin: formatRounded(rules.freeMargin(state, context)),
    dayPnl: equity === null ? null : formatRounded(sub(equity, dayStartEquity)),
    dayStartEquity: formatRounded(dayStartEquity),
    leverages: state.leverages.map(({ symbol, leverage, shortLeverage }) => ({
      symbol,
      leverage: formatRounded(leverage),
      ...(shortLeverage !== undefined && { shortLeverage: formatRounded(shortLeverage) }),
    })),
    defaultLeverage: formatRounded(state.defaultLeverage),
    hedge: state.hedge && { isUsual: state.hedge.isUsual, symbols: [...state.hedge.symbols] },
    positions: state.positions.map((position) => toPositionDto(state, position, context)),
    orders: state.orders.map((order) => toOrderDto(state.id, order)).reverse(),
    deferredChanges: state.deferred.map(toChangeDto),
    challenge: toHeadroomDto(state),
    ownLimits: toOwnLimitsDto(state, context.nowMs),
    serverTimeMs: context.nowMs,
  };
}

/** Floors, target and days of a challenge; headroom follows from them and the current equity. */
function toHeadroomDto({ challenge, balance, positions }: PortfolioState): ChallengeHeadroom | null {
  if (challenge === null) return null;
  const now = { balance, equity: balance, hasPosition: positions.length > 0 };
  const { standings, target, tradingDays } = calculateChallengeStatus(challenge, now);
  const daily = findTightest(standings, "day");
  const total = findTightest(standings, "total");
  return {
    challengeId: challenge.challengeId,
    planName: challenge.plan.name,
    phase: challenge.phase,
    startingBalance: formatRounded(challenge.start),
    dailyFloor: daily && formatRounded(daily.floor),
    totalFloor: total && formatRounded(total.floor),
    dailyAllowance: daily && formatRounded(daily.amount),
    totalAllowance: total && formatRounded(total.amount),
    target: target && formatRounded(target.target),
    tradingDays: tradingDays.done,
    minTradingDays: tradingDays.needed,
    resetAt: new Date(challenge.day.endMs).toISOString(),
  };
}

/** The standing with the highest floor, which falling equity meets first. */
function findTightest(
  standings: readonly LossLimitStanding[],
  scope: "day" | "total",
): LossLimitStanding | null {
  return standings
    .filter(({ rule }) => rule.scope === scope)
    .reduce<LossLimitStanding | null>(
      (highest, one) => (highest === null || one.floor > highest.floor ? one : highest),
      null,
    );
}

function toPositionDto(state: PortfolioState, position: Position, context: Context): PositionDto {
  const instrument = context.instruments.get(position.symbol);
  const liquidation = instrument && toLiquidationPrice(state, position, { instrument, context });
  const { roundTrip } = position;
  return {
    symbol: position.symbol,
    side: isLong(position) ? "long" : "short",
    qty: formatRounded(abs(position.qty)),
    entryPrice: formatPrice(position.entryPrice),
    cost: formatRounded(position.cost),
    leverage: formatRounded(position.leverage),
    margin: formatRounded(calculateMargin(position, context)),
    extraMargin: formatRounded(position.extraMargin),
    liquidationPrice: liquidation ? formatPrice(liquidation) : null,
    stopLoss: toStopDto(position.stopLoss),
    takeProfit: toStopDto(position.takeProfit),
    openedAt: new Date(roundTrip.openedAtMs).toISOString(),
    realised: formatRounded(roundTrip.realised),
    fees: formatRounded(roundTrip.fees),
    funding: formatRounded(roundTrip.funding),
    risk: formatRounded(roundTrip.risk),
  };
}

/** A position's liquidation price; in cross margin the account's at the marks of the context. */
export function toLiquidationPrice(
  state: PortfolioState,
  position: Position,
  { instrument, context }: { instrument: Instrument; context: Context },
): Price | null {
  if (state.marginMode !== "cross") return context.rules.liquidationPrice(state, position, instrument);
  const account = { balance: state.balance, legs: listAccountLegs(state, context) };
  return calculateCrossLiquidationPrice(account, position.symbol, sideOf(position));
}

function calculateMargin(position: Position, context: Context): Money {
  const instrument = context.instruments.get(position.symbol);
  return instrument ? context.rules.positionMargin(position, instrument) : position.extraMargin;
}
