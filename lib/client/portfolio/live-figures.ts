import { readPosition } from "@/lib/client/orders/position-outlook";
import {
  add,
  type Decimal,
  type Money,
  notional,
  parseMoney,
  parsePrice,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { calculateOpenPnl, calculateRoi } from "@/lib/core/engine/positions/position-figures";
import type { PortfolioSnapshot, PositionDto } from "@/lib/schemas/trading/trading-responses";

/** A position at the current mark, quote currency; `roi` over its margin. Null while no mark is known. */
export type LivePosition = { mark: string; pnl: Money; roi: Decimal | null; value: Money };

/** The key of a position among the figures. */
export function positionKey({ symbol, side }: Pick<PositionDto, "symbol" | "side">): string {
  return `${symbol} ${side}`;
}

/** A portfolio at the current marks, quote currency. Headroom is a challenge's equity above its floors. */
export type LiveFigures = {
  /** By `positionKey`. */
  positions: ReadonlyMap<string, LivePosition>;
  openPnl: Money;
  equity: Money | null;
  dayPnl: Money | null;
  freeMargin: Money;
  headroomToday: Money | null;
  headroomOverall: Money | null;
};

/** All figures that depend on marks. If a position has no mark, equity is unknown. */
export function calculateLiveFigures(
  portfolio: PortfolioSnapshot,
  readMark: (symbol: string) => string | null,
): LiveFigures {
  const positions = new Map<string, LivePosition>();
  let openPnl: Money = ZERO;
  let isComplete = true;
  for (const position of portfolio.positions) {
    const mark = readMark(position.symbol);
    if (mark === null) {
      isComplete = false;
      continue;
    }
    const live = calculateLivePosition(position, mark);
    positions.set(positionKey(position), live);
    openPnl = add(openPnl, live.pnl);
  }
  const equity = isComplete ? add(parseMoney(portfolio.balance), openPnl) : null;
  const { challenge } = portfolio;
  const headroomTo = (floor: string | null | undefined) =>
    equity === null || !floor ? null : sub(equity, parseMoney(floor));
  return {
    positions,
    openPnl,
    equity,
    dayPnl: equity === null ? null : sub(equity, parseMoney(portfolio.dayStartEquity)),
    freeMargin: calculateFreeMargin(portfolio, equity),
    headroomToday: headroomTo(challenge?.dailyFloor),
    headroomOverall: headroomTo(challenge?.totalFloor),
  };
}

function calculateLivePosition(position: PositionDto, mark: string): LivePosition {
  const terms = readPosition(position);
  const price = parsePrice(mark);
  const margin = parseMoney(position.margin);
  const pnl = calculateOpenPnl(terms, price);
  return {
    mark,
    pnl,
    roi: margin === 0n ? null : calculateRoi(pnl, margin),
    value: notional(price, terms.qty),
  };
}

/** In cross margin free margin changes with the unrealised result; in isolated margin it does not. */
function calculateFreeMargin(portfolio: PortfolioSnapshot, equity: Money | null): Money {
  const known = parseMoney(portfolio.freeMargin);
  if (portfolio.marginMode === "isolated" || equity === null || portfolio.equity === null) return known;
  return add(known, sub(equity, parseMoney(portfolio.equity)));
}
