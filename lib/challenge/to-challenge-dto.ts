import "server-only";
import type { Plan } from "@/lib/core/challenge/plan";
import { add, formatRounded, type Money, mul, ONE } from "@/lib/core/decimal";
import type { StoredChallenge } from "@/lib/db/queries/challenges";
import type {
  ChallengeStatusName,
  ChallengeSummary,
  PhaseDto,
} from "@/lib/schemas/challenge/challenge-responses";

/** A challenge as an entry of the list. */
export function toSummaryDto(row: StoredChallenge): ChallengeSummary {
  const newest = row.phases.at(-1);
  if (newest === undefined) throw new Error(`Challenge ${row.id} has no phase.`);
  const plan = row.plan as { phases?: unknown[] };
  return {
    id: row.id,
    planId: row.planId,
    planName: row.planName,
    status: row.voidedAt === null ? (row.status as ChallengeStatusName) : "VOID",
    phase: row.phase,
    phases: plan.phases?.length ?? 1,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    portfolioId: newest.portfolioId,
  };
}

/** All phases of the plan, including future ones. */
export function toPhaseDtos(row: StoredChallenge, plan: Plan, start: Money): PhaseDto[] {
  return plan.phases.map((phase, index) => {
    const stored = row.phases.find((one) => one.phase === index + 1);
    return {
      phase: index + 1,
      name: phase.name,
      portfolioId: stored?.portfolioId ?? null,
      status: (stored?.status as PhaseDto["status"] | undefined) ?? "WAITING",
      target: phase.target && formatRounded(mul(start, add(ONE, phase.target))),
      minTradingDays: phase.minTradingDays,
      startedAt: stored?.startedAt.toISOString() ?? null,
      endedAt: stored?.endedAt?.toISOString() ?? null,
    };
  });
}
