import { secondsOfCore } from "@/bench/engine/seconds-of-core";
import type { Plan } from "@/lib/core/challenge/plan";
import { findPlan } from "@/lib/core/challenge/plans";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import { parseDecimal, parseMoney, parsePrice, parseQty, ZERO } from "@/lib/core/decimal";
import type { Context } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import { closedInstrument } from "@/lib/core/engine/positions/closed-instrument";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";

const CHECKS = 100_000;
const SYMBOL = "BTCUSDT";
const NOON_MS = Date.UTC(2026, 4, 1, 12);
const ALL = { phases: null };

const EVERY_RULE: readonly TradingRule[] = [
  { ...ALL, id: "stop", kind: "stop-required", withinMinutes: 5, isSoft: false },
  { ...ALL, id: "risk", kind: "trade-risk", percent: parseDecimal("0.03") },
  { ...ALL, id: "total", kind: "exposure", per: "total", percent: parseDecimal("5"), symbols: null },
  { ...ALL, id: "each", kind: "exposure", per: "symbol", percent: parseDecimal("3"), symbols: null },
  { ...ALL, id: "leverage", kind: "leverage", maxLeverage: parseDecimal("10"), symbols: null },
  {
    ...ALL,
    id: "hours",
    kind: "trading-hours",
    opensAt: "08:00",
    closesAt: "20:00",
    weekdays: [0, 1, 2, 3, 4],
    closesPositions: true,
  },
  { ...ALL, id: "idle", kind: "inactivity", days: 30 },
];

/** CPU seconds of evaluating a challenge with a position, by its loss limits alone or with every trading rule. */
export function measureEvaluation(withRules: boolean): number {
  const plan = findPlan("classic");
  if (plan === null) throw new Error("There is no classic plan.");
  const state = openChallenge(withRules ? { ...plan, tradingRules: EVERY_RULE } : plan);
  const context = contextAt(NOON_MS + 1_000);
  const started = process.cpuUsage();
  for (let round = 0; round < CHECKS; round += 1) {
    const { events } = decide(state, { type: "check" }, context);
    if (events.length > 0) throw new Error("The bench's challenge has changed.");
  }
  return secondsOfCore(started);
}

function openChallenge(plan: Plan): PortfolioState {
  const context = contextAt(NOON_MS);
  const challenge = { challengeId: "bench", plan, phase: 1 };
  const stopLoss = { price: parsePrice("59900"), by: "last" } as const;
  const order = {
    orderId: "open",
    symbol: SYMBOL,
    side: "buy",
    kind: "market",
    qty: parseQty("0.1"),
  } as const;
  const open = { type: "open-portfolio", id: "bench", kind: "perpetual", marginMode: "isolated" } as const;
  let state = EMPTY_STATE;
  for (const command of [
    { ...open, opening: parseMoney("10000"), leverage: parseDecimal("10"), challenge },
    { type: "submit", order: { ...order, attached: { stopLoss } } },
    { type: "execute", orderId: "open" },
  ] as const) {
    const decision = decide(state, command, context);
    if (!decision.ok) throw new Error(`The bench's own command was rejected: ${decision.reason}.`);
    state = decision.state;
  }
  return state;
}

function contextAt(nowMs: number): Context {
  const level = { price: parsePrice("60000"), qty: parseQty("1000") };
  const market = {
    last: level.price,
    mark: level.price,
    index: null,
    book: { bids: [level], asks: [{ ...level, price: parsePrice("60000.1") }] },
    tickMs: nowMs,
    tickSeq: 1,
    bookMs: nowMs + 1,
  };
  const instrument = {
    ...closedInstrument(SYMBOL),
    status: "trading" as const,
    makerRate: ZERO,
    takerRate: ZERO,
  };
  return {
    nowMs,
    rules: BYBIT,
    instruments: new Map([[SYMBOL, instrument]]),
    markets: new Map([[SYMBOL, market]]),
  };
}
