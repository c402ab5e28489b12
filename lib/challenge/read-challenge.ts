import "server-only";
import { measureChallenge } from "@/lib/challenge/measure-challenge";
import { readEvidence } from "@/lib/challenge/read-evidence";
import { toPhaseDtos, toSummaryDto } from "@/lib/challenge/to-challenge-dto";
import { type ChallengeState, calculateLastReset, rollDay } from "@/lib/core/challenge/challenge-state";
import { calculateChallengeStatus } from "@/lib/core/challenge/challenge-status";
import { followFloors } from "@/lib/core/challenge/dashboard/follow-floors";
import { listChallengeDays } from "@/lib/core/challenge/dashboard/list-challenge-days";
import { type ChallengeMoment, replayChallenge } from "@/lib/core/challenge/dashboard/replay-challenge";
import { formatRule } from "@/lib/core/challenge/format-rule";
import { listObjectives, type Objective } from "@/lib/core/challenge/list-objectives";
import { listTerms } from "@/lib/core/challenge/list-terms";
import { type FloorRule, floorsOfPhase, type Plan } from "@/lib/core/challenge/plan";
import { measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import { type Decimal, formatRounded, type Money, neg, sub } from "@/lib/core/decimal";
import { marketOf } from "@/lib/core/engine/context";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import { readTradingView } from "@/lib/core/engine/state/read-trading-view";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { thinCurve } from "@/lib/core/stats/thin-curve";
import { findChallenge, type StoredChallenge } from "@/lib/db/queries/challenges";
import { findEquityItems } from "@/lib/db/queries/equity-snapshots";
import { findEvents } from "@/lib/db/queries/events";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { buildContext } from "@/lib/market/reference/build-context";
import { AppError } from "@/lib/schemas/api-error";
import type {
  ChallengeDetail,
  ChallengeStandingDto,
  ObjectiveDto,
  RuleDto,
} from "@/lib/schemas/challenge/challenge-responses";
import { findChallengeProduct } from "@/lib/schemas/products";

/** The largest number of events of a phase from which its days and floors are read. */
const MAX_EVENTS = 50_000;
/** The largest number of points of the curve in a response. */
const MAX_POINTS = 600;

/** A loss rule as a sentence. */
type RuleWriter = (rule: FloorRule, plan: Plan) => string;

/**
 * A challenge with its objectives, days, trades, floors over time and evidence; `describe` writes its rules, which are
 * English by default. @throws AppError `not_found`
 */
export async function readChallenge(
  userId: string,
  id: string,
  describe: RuleWriter = (rule, plan) => formatRule(rule, plan).words,
): Promise<ChallengeDetail> {
  const row = await findChallenge(userId, id);
  if (row === null) throw new AppError("not_found", "There is no such challenge.");
  const summary = toSummaryDto(row);
  const { portfolioId } = summary;
  const { state } = await requireOwnPortfolio(userId, portfolioId);
  if (state.challenge === null) throw new Error(`Portfolio ${state.id} has no rules.`);
  const [context, events] = await Promise.all([
    buildContext(state.positions.map(({ symbol }) => symbol)),
    findEvents(portfolioId, { afterSeq: 0, limit: MAX_EVENTS }),
  ]);
  const challenge = rollForShow(state.challenge, state, context.nowMs);
  const isMarked = state.positions.every(({ symbol }) => marketOf(context, symbol) !== null);
  const equity = isMarked ? calculateEquity(state, context) : null;
  const { moments, end } = replayChallenge(events);
  const decided = end ?? { challenge, now: standingOf(state, equity) };
  const days = listChallengeDays(moments, { challenge, balance: state.balance });
  return {
    ...summary,
    summary: challenge.plan.summary,
    version: challenge.plan.version,
    rules: toRuleDtos(challenge, state.lock === null ? (equity ?? state.balance) : null, describe),
    phaseList: toPhaseDtos(row, challenge.plan, challenge.start),
    standing: summary.status === "RUNNING" ? toStandingDto(state, challenge, equity) : null,
    terms: listTerms(challenge.plan, challenge.phase),
    objectives: listObjectives(decided.challenge, {
      ...decided.now,
      ...(end === null && { trading: { atMs: context.nowMs, view: readTradingView(state) } }),
    }).map(toObjectiveDto),
    history: await readHistory(userId, row, moments),
    target: toText(calculateChallengeStatus(decided.challenge, decided.now).target?.target),
    ...(await measureChallenge(userId, portfolioId, days)),
    retryProduct: findChallengeProduct(row.planId, formatRounded(challenge.start)),
    evidence: await readNewestEvidence(userId, row),
  };
}

/** The figures that the rules are evaluated by; where a mark is missing, equity is the balance. */
function standingOf(state: PortfolioState, equity: Money | null) {
  const { balance, positions } = state;
  return { balance, equity: equity ?? balance, hasPosition: positions.length > 0 };
}

function toText(amount: Decimal | null | undefined): string | null {
  return amount == null ? null : formatRounded(amount);
}

function toObjectiveDto({ used, limit, dueMs, ...rest }: Objective): ObjectiveDto {
  return {
    ...rest,
    used: toText(used),
    limit: toText(limit),
    dueAt: dueMs === null ? null : new Date(dueMs).toISOString(),
  };
}

/** A flat portfolio's day is rolled by its next command; until then it is shown as if it had been rolled. */
function rollForShow(challenge: ChallengeState, state: PortfolioState, nowMs: number): ChallengeState {
  if (nowMs < challenge.day.endMs || state.lock !== null || state.positions.length > 0) return challenge;
  const { balance } = state;
  return rollDay(challenge, { atMs: calculateLastReset(challenge, nowMs), balance, equity: balance });
}

function toRuleDtos(challenge: ChallengeState, equity: Money | null, describe: RuleWriter): RuleDto[] {
  return floorsOfPhase(challenge.plan, challenge.phase).map((rule) => {
    const standing = equity === null ? null : measureLossLimit(rule, challenge, equity);
    return {
      id: rule.id,
      name: rule.name,
      scope: rule.scope,
      isSoft: rule.isSoft,
      words: describe(rule, challenge.plan),
      formula: formatRule(rule, challenge.plan).formula,
      floor: standing && formatRounded(standing.floor),
      amount: standing && formatRounded(standing.amount),
      headroom: standing && formatRounded(standing.headroom),
    };
  });
}

function toStandingDto(
  state: PortfolioState,
  challenge: ChallengeState,
  equity: Money | null,
): ChallengeStandingDto {
  const { balance } = state;
  const status = calculateChallengeStatus(challenge, standingOf(state, equity));
  return {
    startingBalance: formatRounded(challenge.start),
    balance: formatRounded(balance),
    equity: toText(equity),
    closedToday: formatRounded(sub(balance, challenge.day.balance)),
    pnlToday: equity === null ? null : formatRounded(sub(equity, challenge.day.equity)),
    headroomToday: equity === null ? null : toText(status.headroomToday),
    headroomOverall: equity === null ? null : toText(status.headroomOverall),
    target: toText(status.target?.target),
    missing: toText(status.target?.missing),
    tradingDays: status.tradingDays.done,
    minTradingDays: status.tradingDays.needed,
    resetAt: new Date(status.resetAtMs).toISOString(),
    resetTime: challenge.plan.resetAt,
    resetZone: challenge.plan.zone,
    pausedUntil: status.pausedUntilMs === null ? null : new Date(status.pausedUntilMs).toISOString(),
  };
}

/** The equity series of the newest phase beside its floors. */
async function readHistory(
  userId: string,
  row: StoredChallenge,
  moments: readonly ChallengeMoment[],
): Promise<ChallengeDetail["history"]> {
  const phase = row.phases.at(-1);
  const [first] = moments;
  if (phase === undefined || first === undefined) return [];
  const { portfolioId, endedAt } = phase;
  const curve = await findEquityItems({
    userId,
    portfolioId,
    from: new Date(first.atMs),
    to: endedAt === null ? new Date() : new Date(endedAt.getTime() + 1),
  });
  const points = followFloors(moments, curve);
  return thinCurve(points, MAX_POINTS, ({ equity }) => neg(equity)).map(({ atMs, equity, floors }) => ({
    at: new Date(atMs).toISOString(),
    equity: formatRounded(equity),
    floors: Object.fromEntries([...floors].map(([id, floor]) => [id, formatRounded(floor)])),
  }));
}

async function readNewestEvidence(
  userId: string,
  row: StoredChallenge,
): Promise<ChallengeDetail["evidence"]> {
  return row.phases.some(({ endedSeq }) => endedSeq !== null) ? readEvidence(userId, row.id) : null;
}
