import type { Plan } from "@/lib/core/challenge/plan";
import { findPlan } from "@/lib/core/challenge/plans";
import { parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import { assertInvariants } from "@/lib/core/engine/assert-invariants";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { Context, Market, PathPoint } from "@/lib/core/engine/context";
import { type Decision, decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { EMPTY_STATE, type MarginMode, type PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";

export const NOON = Date.parse("2026-05-01T12:00:00Z");
export const MIDNIGHT = Date.parse("2026-05-02T00:00:00Z");

/** A symbol without fees and risk tiers: tick 0.1, step 0.001, minimum value 5. */
export function instrumentOf(symbol: string, change: Partial<Instrument> = {}): Instrument {
  return {
    symbol,
    baseCoin: symbol.replace("USDT", ""),
    quoteCoin: "USDT",
    status: "trading",
    tickSize: parseDecimal("0.1"),
    qtyStep: parseDecimal("0.001"),
    minQty: parseQty("0.001"),
    maxLimitQty: parseQty("10000"),
    maxMarketQty: parseQty("10000"),
    minNotional: parseMoney("5"),
    maxLeverage: parseDecimal("100"),
    makerRate: parseDecimal("0"),
    takerRate: parseDecimal("0"),
    tiers: [],
    priceLimit: null,
    ...change,
  };
}

/** A market of deep books at one price. The venue's last message is `ageMs` old. */
export function marketOf(price: string, nowMs: number, ageMs = 0): Market {
  const level = (offset: number) => ({
    price: parsePrice((Number(price) + offset).toFixed(1)),
    // Sizes depend on the time: what was consumed of a level counts only while it is unchanged.
    qty: parseQty(String(5_000 + (Math.floor(nowMs / 1_000) % 97))),
  });
  return {
    last: parsePrice(price),
    mark: parsePrice(price),
    index: null,
    book: { bids: [level(0)], asks: [level(0.1)] },
    tickMs: nowMs - ageMs,
    tickSeq: 7,
    bookMs: nowMs - ageMs + 1,
  };
}

/** What the market of a symbol is: its price, or its price and how old it is in ms. A symbol left out is unknown. */
export type Prices = Record<string, string | readonly [price: string, ageMs: number]>;

/** Everything outside a portfolio, at these prices. */
export function contextOf(
  prices: Prices,
  nowMs: number,
  options: { instruments?: readonly Instrument[]; halted?: readonly string[] } = {},
): Context & { markets: ReadonlyMap<string, Market> } {
  const { instruments = ["BTCUSDT", "LTCUSDT"].map((symbol) => instrumentOf(symbol)), halted } = options;
  const markets = Object.entries(prices).map(([symbol, seen]) => {
    const [price, ageMs] = typeof seen === "string" ? [seen, 0] : seen;
    return [symbol, marketOf(price, nowMs, ageMs)] as const;
  });
  return {
    nowMs,
    rules: BYBIT,
    instruments: new Map(instruments.map((one) => [one.symbol, one])),
    markets: new Map(markets),
    ...(halted && { halted: new Set(halted) }),
  };
}

/** Points of a price path, 100 ms apart from `fromMs` on. */
export function pointsOf(prices: readonly string[], fromMs: number): PathPoint[] {
  return prices.map((price, index) => ({
    last: parsePrice(price),
    mark: parsePrice(price),
    qty: null,
    timeMs: fromMs + 100 * index,
    seq: index,
  }));
}

/** A plan that ships. @throws Error when there is none of that name */
export function planNamed(id: string): Plan {
  const plan = findPlan(id);
  if (plan === null) throw new Error(`No plan ${id}.`);
  return plan;
}

/**
 * A portfolio and its events. Every decision is recorded, also the result of a check before a rejected
 * command.
 */
export class TestPortfolio {
  state: PortfolioState = EMPTY_STATE;
  readonly log: PortfolioEvent[] = [];

  constructor(
    options: {
      plan?: Plan;
      opening?: string;
      marginMode?: MarginMode;
      leverage?: string;
      atMs?: number;
    } = {},
  ) {
    const { plan, opening = "10000", marginMode = "isolated", leverage = "10", atMs = NOON } = options;
    const open = {
      type: "open-portfolio",
      id: "p",
      kind: "perpetual",
      marginMode,
      opening: parseMoney(opening),
      leverage: parseDecimal(leverage),
      ...(plan && { challenge: { challengeId: "c", plan, phase: 1 } }),
    } as const;
    this.run(open, contextOf({}, atMs));
  }

  run(command: Command, context: Context): Decision {
    const decision = decide(this.state, command, context);
    assertInvariants(decision.state, context.instruments);
    this.state = decision.state;
    this.log.push(...decision.events);
    return decision;
  }

  /** Submits and executes a market order. @throws Error when one of them is rejected */
  trade(order: Pick<OrderRequest, "side" | "symbol"> & { qty: string }, context: Context): void {
    const orderId = `order-${this.state.seq}`;
    const submitted = { ...order, orderId, kind: "market", qty: parseQty(order.qty) } as const;
    for (const command of [
      { type: "submit", order: submitted },
      { type: "execute", orderId },
    ] as const) {
      const decision = this.run(command, context);
      if (!decision.ok) throw new Error(`${command.type}: ${decision.reason}`);
    }
  }

  last(type: PortfolioEvent["type"]): PortfolioEvent | undefined {
    return this.log.findLast((event) => event.type === type);
  }

  types(): string[] {
    return this.log.map(({ type }) => type);
  }
}
