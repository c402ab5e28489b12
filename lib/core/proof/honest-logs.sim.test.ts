import { expect, it } from "vitest";
import { admitsHedging } from "@/lib/core/challenge/plan";
import { PLANS } from "@/lib/core/challenge/plans";
import type { Command } from "@/lib/core/engine/commands";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { buildTiers } from "@/lib/core/engine/positions/instrument";
import { EMPTY_STATE } from "@/lib/core/engine/state/state";
import { verifyStatement } from "@/lib/core/proof/verify-statement";
import { dec, money, mustDecide } from "@/tests/support/engine-fixtures";
import { makeStatement, sha256 } from "@/tests/support/prove-log";
import { RandomTrading } from "@/tests/support/random-trading";
import { seededRandom } from "@/tests/support/seeded-random";
import { simulationSize } from "@/tests/support/simulation-size";

const SEEDS = simulationSize({ quick: 60, full: 500, long: 2_000 });
const COMMANDS = 150;
const HEDGE: Command = { type: "set-position-mode", symbol: null, isHedged: true };
/** Low enough for the random orders to reach every tier, and to exceed the last one. */
const TIERS = buildTiers([
  { limit: money(2_000), maintenanceRate: dec("0.005"), maxLeverage: dec(100) },
  { limit: money(10_000), maintenanceRate: dec("0.01"), maxLeverage: dec(100) },
  { limit: money(50_000), maintenanceRate: dec("0.025"), maxLeverage: dec(100) },
]);

/** A portfolio with random commands; two of three are challenges, and one in three has a cross account. */
function play(seed: number, isHedged = false): PortfolioEvent[] {
  const random = seededRandom(seed);
  const trading = new RandomTrading(random, {
    touch: seed % 2 === 0,
    tiers: TIERS,
    isHedged,
    changesModes: isHedged,
  });
  const plan = random.pick(PLANS.filter((one) => !isHedged || admitsHedging(one, 1)));
  const challenge = { challengeId: `c${seed}`, plan, phase: 1 };
  const opened = mustDecide(
    EMPTY_STATE,
    {
      type: "open-portfolio",
      id: `p${seed}`,
      kind: "perpetual",
      marginMode: seed % 3 === 0 ? "cross" : "isolated",
      opening: money(10_000),
      leverage: dec(random.pick([1, 5, 20, 100])),
      ...(seed % 3 === 1 ? {} : { challenge }),
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
    // A day passes from time to time, so that day starts are recorded with all positions.
    if (random.chance(0.01)) trading.nowMs += 86_400_000;
    const decision = decide(state, trading.command(state), trading.context());
    log.push(...decision.events);
    state = decision.state;
  }
  return log;
}

function formatLiquidation(event: Extract<PortfolioEvent, { type: "position-liquidated" }>): string {
  const tiers = event.basis.find(({ symbol }) => symbol === event.symbol)?.tiers.length;
  return `${event.remaining === 0n ? "whole" : "part"}, by ${tiers} tiers`;
}

async function expectSound(log: readonly PortfolioEvent[], where: string): Promise<void> {
  const result = await verifyStatement(makeStatement(log), sha256);
  if (result.ok) return;
  const event = log[result.seq - 1];
  throw new Error(`${where}, event ${result.seq} (${event?.type}): ${result.why}.`);
}

it(`raises no false alarm over ${SEEDS} honest logs of ${COMMANDS} commands`, {
  timeout: 600_000,
}, async () => {
  const seen = new Set<string>();
  const liquidations = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const log = play(seed);
    await expectSound(log, `Seed ${seed}`);
    for (const event of log) {
      seen.add(event.type);
      if (event.type === "position-liquidated") liquidations.add(formatLiquidation(event));
    }
  }
  for (const type of ["position-liquidated", "funding-settled", "challenge-breached", "portfolio-reset"])
    expect(seen).toContain(type);
  for (const kind of ["whole, by 1 tiers", "part, by 2 tiers", "part, by 3 tiers"])
    expect(liquidations).toContain(kind);
});

it(`raises none over ${SEEDS} logs in hedge mode`, { timeout: 600_000 }, async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const log = play(seed, true);
    for (const event of log) if ("side" in event) seen.add(`${event.type} ${event.side}`);
    await expectSound(log, `Seed ${seed} in hedge mode`);
  }
  for (const side of ["long", "short"]) {
    for (const type of ["position-liquidated", "funding-settled", "position-stops-set"])
      expect(seen).toContain(`${type} ${side}`);
  }
});
