import { expect, it } from "vitest";
import { toNumber } from "@/lib/core/decimal";
import type { Context } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { NaiveEngine } from "@/tests/engine/naive-engine";
import {
  playNaively,
  qtyOf,
  randomMarket,
  randomMove,
  toCommand,
  toContext,
} from "@/tests/engine/naive-moves";
import { openPortfolio } from "@/tests/support/engine-fixtures";
import { seededRandom } from "@/tests/support/seeded-random";
import { simulationSize } from "@/tests/support/simulation-size";

/** A few seconds' worth in the quick check, more in `npm test`, a million in `npm run test:differential`. */
const EVENTS = Number(
  process.env.DIFFERENTIAL_EVENTS ?? simulationSize({ quick: 10_000, full: 100_000, long: 100_000 }),
);
const EVENTS_A_SEED = 200;

it(`agrees with the naive engine over ${EVENTS} random events`, { timeout: 600_000 }, () => {
  const seen = new Set<string>();
  for (let seed = 1; seed * EVENTS_A_SEED <= EVENTS; seed += 1) playSeed(seed, seen);
  // Every kind of event must have occurred, or it was not compared.
  expect([...seen].sort()).toEqual(expect.arrayContaining(HAPPENINGS));
});

const HAPPENINGS = [
  "cross order-filled",
  "cross position-liquidated",
  "insufficient_margin",
  "leverage_above_cap",
  "no_liquidity",
  "notional_below_min",
  "order-filled",
  "order-rejected",
  "position-liquidated",
  "post_only_would_match",
  "price_outside_limit",
  "reduce_only_would_open",
  "round-trip-closed",
  "wrong_side_stop",
];

function playSeed(seed: number, seen: Set<string>): void {
  const random = seededRandom(seed);
  let market = randomMarket(random, 1_000 + random.int(4_000));
  const isCross = seed % 3 === 0;
  let state = openPortfolio({ marginMode: isCross ? "cross" : "isolated" });
  const naive = new NaiveEngine(market, isCross);
  for (let step = 1; step <= EVENTS_A_SEED; step += 1) {
    if (random.chance(0.5)) market = randomMarket(random, market.last, market);
    naive.show(market);
    const move = randomMove(random, { naive, market, step });
    const context = toContext(market, step);
    const decision = decide(state, toCommand(move, { market, step }), context);
    const reason = playNaively(naive, move, market);
    const where = `seed ${seed}, step ${step}: ${move.op}`;
    const rejected = decision.ok ? null : decision.reason;
    if (rejected !== reason) expect(rejected, where).toBe(reason);
    if (reason !== null) seen.add(reason);
    if (decision.ok) {
      state = decision.state;
      for (const event of decision.events) seen.add(isCross ? `cross ${event.type}` : event.type);
    }
    if (move.op === "point") market = { ...market, last: move.last, mark: move.mark };
    compare(state, naive, { where, context: toContext(market, step) });
  }
}

function compare(state: PortfolioState, naive: NaiveEngine, at: { where: string; context: Context }): void {
  const position = state.positions[0];
  const ours = {
    orders: state.orders.map((order) => `${order.id} ${order.filled}`),
    size: position ? Math.round(toNumber(position.qty) * 1_000) : 0,
    stop: position?.stopLoss ? Math.round(toNumber(position.stopLoss.price) * 10) : null,
    target: position?.takeProfit ? Math.round(toNumber(position.takeProfit.price) * 10) : null,
    liquidations: state.liquidations,
  };
  const theirs = {
    orders: naive.orders.map((order) => `${order.id} ${qtyOf(order.filled)}`),
    size: naive.size,
    stop: naive.stop,
    target: naive.target,
    liquidations: naive.liquidations,
  };
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) expect(ours, at.where).toEqual(theirs);
  expectClose("balance", toNumber(state.balance), naive.balance, at.where);
  expectClose("cost", position ? toNumber(position.cost) : 0, naive.cost, at.where);
  expectClose("free", toNumber(at.context.rules.freeMargin(state, at.context)), naive.free(), at.where);
}

function expectClose(name: string, ours: number, theirs: number, where: string): void {
  if (Math.abs(ours - theirs) > 1e-6 * Math.max(1, Math.abs(theirs)))
    expect(`${name} ${ours}`, where).toBe(`${name} ${theirs}`);
}
