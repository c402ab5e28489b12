import "server-only";
import { readEvidence } from "@/lib/challenge/read-evidence";
import { toPhaseDtos, toSummaryDto } from "@/lib/challenge/to-challenge-dto";
import { type ChallengeState, calculateLastReset, rollDay } from "@/lib/core/challenge/challenge-state";
import { calculateChallengeStatus } from "@/lib/core/challenge/challenge-status";
import { formatRule } from "@/lib/core/challenge/format-rule";
import { floorsOfPhase } from "@/lib/core/challenge/plan";
import { standToFloor } from "@/lib/core/challenge/rules/floor";
import { formatRounded, type Money } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import { marketOf } from "@/lib/core/engine/context";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { findChallenge, type StoredChallenge } from "@/lib/db/queries/challenges";
import { findEvents } from "@/lib/db/queries/events";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { buildContext } from "@/lib/market/reference/build-context";
import { AppError } from "@/lib/schemas/api-error";
import type { ChallengeDetail, ChallengeStandingDto, RuleDto } from "@/lib/schemas/challenge-responses";

/** The largest number of events of a phase from which the chart of floors is drawn. */
const MAX_EVENTS = 20_000;

/** A challenge with its rules, headroom, floors over time and evidence. @throws AppError `not_found` */
export async function readChallenge(userId: string, id: string): Promise<ChallengeDetail> {
  const row = await findChallenge(userId, id);
  if (row === null) throw new AppError("not_found", "There is no such challenge.");
  const summary = toSummaryDto(row);
  const { state } = await requireOwnPortfolio(userId, summary.portfolioId);
  if (state.prop === null) throw new Error(`Portfolio ${state.id} has no rules.`);
  const context = await buildContext(state.positions.map(({ symbol }) => symbol));
  const prop = rollForShow(state.prop, state, context.nowMs);
  const isMarked = state.positions.every(({ symbol }) => marketOf(context, symbol) !== null);
  const equity = isMarked ? calculateEquity(state, context) : null;
  return {
    ...summary,
    summary: prop.plan.summary,
    version: prop.plan.version,
    rules: toRuleDtos(prop, state.lock === null ? (equity ?? state.balance) : null),
    phaseList: toPhaseDtos(row, prop.plan, prop.start),
    standing: summary.status === "RUNNING" ? toStandingDto(state, prop, equity) : null,
    history: await readHistory(state),
    evidence: await readNewestEvidence(userId, row),
  };
}

/** A flat portfolio's day is rolled by its next command; until then it is shown as if it had been rolled. */
function rollForShow(prop: ChallengeState, state: PortfolioState, nowMs: number): ChallengeState {
  if (nowMs < prop.day.endMs || state.lock !== null || state.positions.length > 0) return prop;
  const { balance } = state;
  return rollDay(prop, { atMs: calculateLastReset(prop, nowMs), balance, equity: balance });
}

function toRuleDtos(prop: ChallengeState, equity: Money | null): RuleDto[] {
  return floorsOfPhase(prop.plan, prop.phase).map((rule) => {
    const standing = equity === null ? null : standToFloor(rule, prop, equity);
    return {
      id: rule.id,
      name: rule.name,
      scope: rule.scope,
      isSoft: rule.isSoft,
      ...formatRule(rule, prop.plan),
      floor: standing && formatRounded(standing.floor),
      amount: standing && formatRounded(standing.amount),
      headroom: standing && formatRounded(standing.headroom),
      isLow: standing !== null && standing.headroom * 4n <= standing.amount,
    };
  });
}

function toStandingDto(
  state: PortfolioState,
  prop: ChallengeState,
  equity: Money | null,
): ChallengeStandingDto {
  const { balance } = state;
  const status = calculateChallengeStatus(prop, {
    balance,
    equity: equity ?? balance,
    hasPosition: state.positions.length > 0,
  });
  const text = (amount: Money | null | undefined) => (amount == null ? null : formatRounded(amount));
  return {
    startingBalance: formatRounded(prop.start),
    balance: formatRounded(balance),
    equity: text(equity),
    headroomToday: equity === null ? null : text(status.headroomToday),
    headroomOverall: equity === null ? null : text(status.headroomOverall),
    target: text(status.target?.target),
    missing: text(status.target?.missing),
    tradingDays: status.tradingDays.done,
    minTradingDays: status.tradingDays.needed,
    resetAt: new Date(status.resetAtMs).toISOString(),
    resetTime: prop.plan.resetAt,
    resetZone: prop.plan.zone,
    pausedUntil: status.pausedUntilMs === null ? null : new Date(status.pausedUntilMs).toISOString(),
  };
}

/** Balance and floors after each event that changed them, replayed from the log. */
async function readHistory(state: PortfolioState): Promise<ChallengeDetail["history"]> {
  const events = await findEvents(state.id, { afterSeq: 0, limit: MAX_EVENTS });
  const history: ChallengeDetail["history"] = [];
  let now: PortfolioState = EMPTY_STATE;
  for (const event of events) {
    const before = now;
    now = apply(now, event);
    const { prop } = now;
    if (prop === null || (prop === before.prop && now.balance === before.balance)) continue;
    const equity = "equity" in event ? event.equity : now.balance;
    const floors = floorsOfPhase(prop.plan, prop.phase).map(
      (rule) => [rule.id, formatRounded(standToFloor(rule, prop, equity).floor)] as const,
    );
    history.push({
      at: new Date(event.atMs).toISOString(),
      balance: formatRounded(now.balance),
      equity: formatRounded(equity),
      floors: Object.fromEntries(floors),
    });
  }
  return history;
}

async function readNewestEvidence(
  userId: string,
  row: StoredChallenge,
): Promise<ChallengeDetail["evidence"]> {
  return row.phases.some(({ endedSeq }) => endedSeq !== null) ? readEvidence(userId, row.id) : null;
}
