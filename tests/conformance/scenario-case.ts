import { type Price, toNumber } from "@/lib/core/decimal";
import { assertInvariants } from "@/lib/core/engine/assert-invariants";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { type Case, isObject, listAt } from "@/tests/conformance/case-file";
import { findDifferences } from "@/tests/conformance/compare";
import type { NaiveEngine, NaiveMarket } from "@/tests/engine/naive-engine";
import { type NaiveMove, toCommand, toContext } from "@/tests/engine/naive-moves";
import { openPortfolio } from "@/tests/support/engine-fixtures";

/** The largest relative difference: the naive engine calculates in binary floats. */
const TOLERANCE = { relative: 1e-6 };

/** A step of a recorded scenario: the market's new book where it changed, and one move. */
export type ScenarioStep = { market?: NaiveMarket; move: NaiveMove };

/** The portfolio after a step: money in quote currency, sizes in 0.001, prices in ticks of 0.1. */
export type ScenarioState = {
  rejected: string | null;
  balance: number;
  size: number;
  cost: number;
  stop: number | null;
  target: number | null;
  liquidations: number;
  /** Each open order's id, and how much of it is filled. */
  orders: [string, number][];
};

/** What the naive engine has after a step, as a scenario records it. */
export function recordState(naive: NaiveEngine, rejected: string | null): ScenarioState {
  const { balance, size, cost, stop, target, liquidations } = naive;
  const orders = naive.orders.map(({ id, filled }): [string, number] => [id, filled]);
  return { rejected, balance, size, cost, stop, target, liquidations, orders };
}

/** Plays a scenario that the naive engine recorded, and returns how the engine differs after each step. */
export function checkScenarioCase({ body }: Case): string[] {
  const steps = listAt(body, "steps") as unknown as ScenarioStep[];
  const expected = isObject(body.expect) ? listAt(body.expect, "states") : [];
  if (steps.length === 0 || steps.length !== expected.length) throw new Error("Each step needs its state.");
  let state = openPortfolio();
  let market: NaiveMarket | undefined;
  return expected.flatMap((one, index) => {
    const { move, market: shown = market } = steps[index] as ScenarioStep;
    if (!shown) throw new Error("The first step needs a market.");
    const step = index + 1;
    const decision = decide(state, toCommand(move, { market: shown, step }), toContext(shown, step));
    if (decision.ok) state = decision.state;
    assertInvariants(state);
    market = move.op === "point" ? { ...shown, last: move.last, mark: move.mark } : shown;
    return findDifferences(
      describeState(state, decision.ok ? null : decision.reason),
      one,
      TOLERANCE,
      `states[${index}]`,
    );
  });
}

function describeState(state: PortfolioState, rejected: string | null): ScenarioState {
  const [position] = state.positions;
  const ticks = (exit: { price: Price } | null | undefined) =>
    exit ? Math.round(toNumber(exit.price) * 10) : null;
  return {
    rejected,
    balance: toNumber(state.balance),
    size: position ? Math.round(toNumber(position.qty) * 1_000) : 0,
    cost: position ? toNumber(position.cost) : 0,
    stop: ticks(position?.stopLoss),
    target: ticks(position?.takeProfit),
    liquidations: state.liquidations,
    orders: state.orders.map(({ id, filled }) => [id, Math.round(toNumber(filled) * 1_000)]),
  };
}
