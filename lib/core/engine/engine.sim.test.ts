import { expect, it } from "vitest";
import type { Decimal } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import { assertInvariants } from "@/lib/core/engine/assert-invariants";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { dec, money, mustDecide } from "@/tests/support/engine-fixtures";
import { RandomTrading } from "@/tests/support/random-trading";
import { replayLog } from "@/tests/support/replay-log";
import { seededRandom } from "@/tests/support/seeded-random";
import { simulationSize } from "@/tests/support/simulation-size";

const SEEDS = simulationSize({ quick: 30, full: 500, long: 2_000 });
const COMMANDS = 150;
const HEDGE: Command = { type: "set-position-mode", symbol: "BTCUSDT", isHedged: true };

/** Runs one portfolio; a failure is thrown with the seed and step that reproduce it. */
function play(seed: number, isHedged = false): { log: readonly PortfolioEvent[]; state: PortfolioState } {
  const random = seededRandom(seed);
  const trading = new RandomTrading(random, { touch: seed % 2 === 0, isHedged, changesModes: isHedged });
  const opened = mustDecide(
    EMPTY_STATE,
    {
      type: "open-portfolio",
      id: `p${seed}`,
      kind: "perpetual",
      marginMode: seed % 3 === 0 ? "cross" : "isolated",
      opening: money(10_000),
      leverage: dec(random.pick([1, 5, 20])),
    },
    trading.context(),
  );
  let { state } = opened;
  const log = [...opened.events];
  if (isHedged) {
    const hedged = mustDecide(state, HEDGE, trading.context());
    state = hedged.state;
    log.push(...hedged.events);
  }
  for (let step = 0; step < COMMANDS; step += 1) {
    trading.tick();
    const command = trading.command(state);
    const context = trading.context();
    try {
      const before = JSON.stringify(state, exactly);
      const decision = decide(state, command, context);
      if (JSON.stringify(state, exactly) !== before) throw new Error("The state was changed in place.");
      if (!decision.ok) continue;
      assertInvariants(decision.state, trading.instruments);
      assertMargin(state, decision.state, { command, context });
      if (
        JSON.stringify(decision.events.reduce(apply, state), exactly) !==
        JSON.stringify(decision.state, exactly)
      ) {
        throw new Error("The events don't lead to the state.");
      }
      log.push(...decision.events);
      state = decision.state;
    } catch (error) {
      throw new Error(`Seed ${seed}, step ${step}, ${command.type}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  return { log, state };
}

/** Accepted orders are covered: an order that reserves more margin leaves free margin of at least zero. */
function assertMargin(
  before: PortfolioState,
  after: PortfolioState,
  at: { command: Command; context: Context },
): void {
  if (at.command.type !== "submit") return;
  const { rules } = at.context;
  const rises = rules.orderMargin(after, at.context) > rules.orderMargin(before, at.context);
  if (rises && rules.freeMargin(after, at.context) < 0n) throw new Error("An accepted order isn't covered.");
}

function exactly(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value as Decimal}n` : value;
}

it(`keeps every invariant over ${SEEDS} portfolios of ${COMMANDS} commands`, { timeout: 600_000 }, () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed += 1) for (const event of play(seed).log) seen.add(event.type);
  expect(seen).toContain("position-liquidated");
  expect(seen).toContain("order-expired");
  expect(seen).toContain("order-trailed");
  expect(seen).toContain("order-queued-behind");
  expect(seen).toContain("portfolio-locked");
});

it(`keeps every invariant in hedge mode over ${SEEDS} portfolios`, { timeout: 600_000 }, () => {
  const seen = new Set<string>();
  let isTwoSided = false;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { log, state } = play(seed, true);
    for (const event of log) seen.add("side" in event ? `${event.type} ${event.side}` : event.type);
    let replayed = EMPTY_STATE;
    for (const event of log) {
      replayed = apply(replayed, event);
      const { positions } = replayed;
      isTwoSided ||= new Set(positions.map(({ symbol }) => symbol)).size < positions.length;
    }
    expect(replayed).toEqual(state);
  }
  expect(isTwoSided).toBe(true);
  for (const side of ["long", "short"]) {
    for (const type of ["position-liquidated", "funding-settled", "position-stops-set"])
      expect(seen).toContain(`${type} ${side}`);
  }
});

it("replays a seed byte for byte, and its log from zero to the same state", () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const once = play(seed);
    expect(JSON.stringify(play(seed), exactly)).toBe(JSON.stringify(once, exactly));
    expect(replayLog(once.log)).toEqual(once.state);
  }
});
