import { includedChallengeId } from "@/lib/challenge/derived-challenge-id";
import { openPhase } from "@/lib/challenge/open-phase";
import { findPlan } from "@/lib/core/challenge/plans";
import { parseMoney } from "@/lib/core/decimal";
import { sha256 } from "@/lib/infra/sha256";
import { HISTORY_HOURS, type SampleHistory } from "@/lib/sample/load-history";
import { type Life, seedTrading } from "@/lib/sample/seed-trading";

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const START = parseMoney("10000");
/** Classic, which Elite includes once a month: it runs. */
const RUNNING = { plan: "classic", daysAgo: 9, days: 8, everyHours: 22, value: 3_000, luck: 3 } as const;
/** Two that have ended. */
const ENDED = [
  { plan: "sprint", daysAgo: 70, days: 24, everyHours: 14, value: 6_000, luck: 4 },
  { plan: "watermark-intraday", daysAgo: 40, days: 20, everyHours: 12, value: 9_000, luck: 0 },
] as const;

type Sample = (typeof ENDED)[number] | typeof RUNNING;

/** A challenge that was passed, one that failed, and one that runs, each with its trades. */
export async function seedChallenges(userId: string, candles: SampleHistory | null): Promise<void> {
  for (const sample of ENDED) {
    const challengeId = sha256(`sample challenge ${sample.plan} ${userId}`).slice(0, 32);
    await seedChallenge({ challengeId, userId, candles }, sample);
  }
  await seedChallenge({ challengeId: includedChallengeId(userId), userId, candles }, RUNNING);
}

async function seedChallenge(
  owner: { challengeId: string; userId: string; candles: SampleHistory | null },
  sample: Sample,
): Promise<void> {
  const plan = findPlan(sample.plan);
  if (plan === null) throw new Error(`There is no plan ${sample.plan}.`);
  const { challengeId, userId, candles } = owner;
  const nowMs = Date.now() - sample.daysAgo * DAY_HOURS * HOUR_MS;
  const portfolioId = await openPhase({ challengeId, userId, plan, phase: 1, start: START, nowMs });
  await seedTrading(portfolioId, createLife(sample), candles);
}

function createLife({ daysAgo, days, everyHours, value, luck }: Sample): Life {
  const first = HISTORY_HOURS - daysAgo * DAY_HOURS + 2;
  const last = first + days * DAY_HOURS;
  const startHours = Array.from(
    { length: Math.floor((last - first) / everyHours) },
    (_, index) => first + index * everyHours,
  );
  return { startHours, untilHour: last, character: daysAgo, leavesOpen: false, value, luck };
}
