import fc from "fast-check";
import { expect, it } from "vitest";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import { type EquitySnapshot, recordEquitySnapshot } from "@/lib/core/engine/state/equity-snapshot";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { calculateDrawdown } from "@/lib/core/stats/drawdown";
import { followEquity } from "@/lib/core/stats/equity-curve";
import { measureEquityCurve } from "@/lib/core/stats/equity-metrics";
import {
  dec,
  holdPosition,
  makeContext,
  makeMarket,
  money,
  mustDecide,
  openPortfolio,
  submit,
} from "@/tests/support/engine-fixtures";
import { RandomTrading } from "@/tests/support/random-trading";
import { seededRandom } from "@/tests/support/seeded-random";

const at = (last: number, nowMs = 0) =>
  makeContext({ nowMs, market: makeMarket(last, { bids: [[last - 0.1, 999]], asks: [[last + 0.1, 999]] }) });

function decideAt(state: PortfolioState, command: Command, context: Context) {
  const { events, state: after } = mustDecide(state, command, context);
  return { state: after, snapshot: recordEquitySnapshot({ before: state, after, events }, context) };
}

it("notes an opening as a flow, a fill at the marks, an adjustment as a flow", () => {
  const open = { type: "open-portfolio", id: "p", kind: "perpetual", marginMode: "cross" } as const;
  const opened = decideAt(EMPTY_STATE, { ...open, opening: money(10_000), leverage: dec(1) }, at(100));
  expect(opened.snapshot).toMatchObject({
    equity: money(10_000),
    balance: money(10_000),
    flow: money(10_000),
  });
  const queued = decideAt(opened.state, submit({ side: "buy", kind: "market" }), at(100));
  expect(queued.snapshot).toBeNull();
  const filled = decideAt(queued.state, { type: "execute", orderId: "o1" }, at(100));
  expect(filled.snapshot).toMatchObject({ equity: calculateEquity(filled.state, at(100)), flow: 0n });
  const added = decideAt(filled.state, { type: "adjust", amount: money(500), note: "" }, at(110));
  expect(added.snapshot).toMatchObject({ equity: calculateEquity(added.state, at(110)), flow: money(500) });
});

it("A6: the loss until a reset is not a part of the flow", () => {
  const withPosition = holdPosition(400, { state: openPortfolio({ leverage: 10 }) });
  const reset = decideAt(withPosition, { type: "reset", opening: money(10_000) }, at(90, 1_000));
  const lost = (reset.snapshot?.flow ?? 0n) as typeof withPosition.balance;
  expect(Number(lost) / 1e18).toBeGreaterThan(4_000);
  const curve = followEquity([
    { portfolioId: "p", atMs: 0, equity: money(10_000), flow: money(10_000) },
    { portfolioId: "p", atMs: 1_000, equity: money(10_000), flow: lost },
  ]);
  expect(curve.at(-1)?.profit).toBe(-lost);
  expect(calculateDrawdown(curve.map(({ atMs, profit }) => ({ atMs, equity: profit }))).amount).toBe(lost);
});

it("leaves out a booking whose other position has no mark, but never a flow", () => {
  const withPosition = holdPosition(10);
  const blind = makeContext({ market: null, nowMs: 5 });
  const adjusted = decideAt(withPosition, { type: "adjust", amount: money(5), note: "" }, blind);
  expect(adjusted.snapshot?.flow).toBe(money(5));
  const events = [
    { type: "order-filled", seq: withPosition.seq + 1, atMs: 5 },
  ] as unknown as PortfolioEvent[];
  expect(recordEquitySnapshot({ before: withPosition, after: withPosition, events }, blind)).toBeNull();
});

it("profit of the series = equity - flows, and its fall is never less than that of the closed results", {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      const { snapshots, nets } = trade(seed);
      const items = snapshots.map((snapshot) => ({ ...snapshot, portfolioId: "p" }));
      const curve = followEquity(items);
      const flows = items.reduce((sum, { flow }) => sum + flow, 0n);
      expect(curve.at(-1)?.profit).toBe((items.at(-1)?.equity ?? 0n) - flows);
      let net = money(0);
      const closed = nets.map((one) => {
        net = (net + one) as typeof net;
        return { atMs: 0, equity: net };
      });
      const closedFall = calculateDrawdown([{ atMs: 0, equity: money(0) }, ...closed]).amount;
      const { drawdown } = measureEquityCurve(curve, { zone: "UTC", closedFall });
      expect(drawdown.amount).toBeGreaterThanOrEqual(closedFall);
    }),
    { numRuns: 40 },
  );
});

/** Random trading with resets: the series and the net results in the order of their close. */
function trade(seed: number) {
  const random = seededRandom(seed);
  const trading = new RandomTrading(random);
  const snapshots: EquitySnapshot[] = [];
  const nets: bigint[] = [];
  const run = (state: PortfolioState, command: Command): PortfolioState => {
    const context = trading.context();
    const decision = decide(state, command, context);
    if (!decision.ok) return state;
    const snapshot = recordEquitySnapshot(
      { before: state, after: decision.state, events: decision.events },
      context,
    );
    if (snapshot !== null) snapshots.push(snapshot);
    for (const event of decision.events) if (event.type === "round-trip-closed") nets.push(event.net);
    return decision.state;
  };
  const open = { type: "open-portfolio", id: "p", kind: "perpetual", marginMode: "isolated" } as const;
  let state = run(EMPTY_STATE, { ...open, opening: money(10_000), leverage: dec(10) });
  for (let step = 0; step < 120; step += 1) {
    trading.tick();
    const isReset = random.chance(0.02);
    state = run(state, isReset ? { type: "reset", opening: money(10_000) } : trading.command(state));
  }
  return { snapshots, nets };
}
