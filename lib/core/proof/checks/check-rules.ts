import { type ChallengeState, calculateLastReset, isNewPeak } from "@/lib/core/challenge/challenge-state";
import { evaluate, isLow } from "@/lib/core/challenge/evaluate";
import { calculateScaling } from "@/lib/core/challenge/rules/calculate-scaling";
import { listDeadlines } from "@/lib/core/challenge/rules/list-deadlines";
import { measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import type { SeenMark } from "@/lib/core/challenge/seen-mark";
import { add, formatDecimal, type Money, notional, sub } from "@/lib/core/decimal";
import type { RuleEvidence } from "@/lib/core/engine/events";
import { sideOf } from "@/lib/core/engine/positions/position";
import { readTradingAges } from "@/lib/core/engine/state/read-trading-view";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import type { CheckInput } from "@/lib/core/proof/check";
import { CLOCK_TOLERANCE_MS } from "@/lib/core/proof/log-rules";

const NO_CHALLENGE = "there is no challenge";

/** A challenge starts with its portfolio, in a phase of its plan. */
export function checkChallengeStarted({ state, event }: CheckInput<"challenge-started">): string | null {
  if (state.seq !== 1) return "a challenge starts with its portfolio";
  return event.plan.phases[event.phase - 1] === undefined ? "the plan has no such phase" : null;
}

/** A day ends at the reset of the plan, with the equity of its marks. */
export function checkDayRolled({ state, event }: CheckInput<"day-rolled">): string | null {
  const { challenge } = state;
  if (challenge === null) return NO_CHALLENGE;
  if (event.atMs < challenge.day.endMs) return "the day had not ended";
  if (calculateLastReset(challenge, event.atMs) !== event.resetMs) return "that is not when the day ended";
  if (event.isExact === event.marks.some(({ isStale }) => isStale))
    return "whether its marks were fresh is wrong";
  return checkEquity(state, event) ?? checkVerified(state, event.marks, event.verifiedEquity);
}

/** The day's opening equity changes by the difference between the corrected marks and those of the reset. */
export function checkDayCorrected({ state, event }: CheckInput<"day-corrected">): string | null {
  if (state.challenge === null) return NO_CHALLENGE;
  const { day } = state.challenge;
  if (day.unconfirmed.length === 0 || event.marks.length !== day.unconfirmed.length)
    return "it does not name a mark for each position that waited for one";
  let equity = day.equity;
  for (const [index, before] of day.unconfirmed.entries()) {
    const { symbol, qty, entryPrice, mark, isStale } = event.marks[index] as SeenMark;
    if (symbol !== before.symbol || qty !== before.qty || entryPrice !== before.entryPrice)
      return `the position in ${before.symbol} was another`;
    if (isStale) return `the mark of ${symbol} is old too`;
    equity = add(equity, notional(sub(mark, before.mark), qty));
  }
  return equity === event.equity ? null : `the day began with ${formatDecimal(equity)}`;
}

/** A new peak is above the earlier one, at fresh marks. */
export function checkPeaked({ state, event }: CheckInput<"equity-peaked">): string | null {
  if (state.challenge === null) return NO_CHALLENGE;
  return isNewPeak(state.challenge, event.equity)
    ? checkVerified(state, event.marks, event.equity)
    : "it is no new peak";
}

/** A warning is given once a day, at a low headroom. */
export function checkWarned(input: CheckInput<"headroom-warned">): string | null {
  const { event, state } = input;
  if (state.challenge?.warned.includes(event.rule.id)) return "the warning was given before";
  return checkStanding(input, (standing) => (isLow(standing) ? null : "the headroom was not small"));
}

/** A soft rule that was broken pauses trading until the day ends. */
export function checkPaused(input: CheckInput<"trading-paused">): string | null {
  const { event, state } = input;
  if (state.challenge !== null && event.untilMs !== state.challenge.day.endMs)
    return "a pause lasts until the day ends";
  return checkStanding(input, ({ rule, isBreached }) => {
    if (!rule.isSoft) return "the rule ends the challenge";
    return isBreached ? null : "the rule was not broken";
  });
}

/** A hard rule was broken by the pinned plan. */
export function checkBreached(input: CheckInput<"challenge-breached">): string | null {
  const { event, state } = input;
  const other = checkChallenge(state.challenge, event);
  if (other !== null) return other;
  return checkStanding(input, ({ rule, isBreached }) => {
    if (rule.isSoft) return "the rule only pauses trading";
    return isBreached ? null : "the rule was not broken";
  });
}

/** A rule is enforced once its time is over, with what the pinned rules say follows, at the equity of its marks. */
export function checkRuleEnforced({ state, event }: CheckInput<"rule-enforced">): string | null {
  const { challenge } = state;
  const other = checkChallenge(challenge, event);
  if (other !== null || challenge === null) return other;
  const found = listDeadlines(challenge, readTradingAges(state)).find(
    ({ rule, symbol }) => rule.id === event.rule.id && symbol === event.symbol,
  );
  if (found === undefined || challenge.plan.version !== event.planVersion)
    return "the pinned rules have no such rule";
  if (found.outcome !== event.outcome) return "the rule has another consequence";
  if (found.dueMs > event.atMs) return "its time was not over";
  if (event.balance !== state.balance) return `the balance was ${formatDecimal(state.balance)}`;
  return checkEquity(state, event);
}

/** The reset before it ended a period, and the amount follows from the profit of the period. */
export function checkScaled({ state, event }: CheckInput<"challenge-scaled">): string | null {
  if (state.challenge === null) return NO_CHALLENGE;
  const amount = calculateScaling(state.challenge, state.balance);
  if (amount === null) return "no period has ended";
  return amount === event.amount ? null : `the raise was ${formatDecimal(amount)}`;
}

/** The phase was passed by the pinned plan, with the trading days of the log. */
export function checkPassed({ state, event }: CheckInput<"phase-passed">): string | null {
  const { balance, challenge } = state;
  const other = checkChallenge(challenge, event);
  if (other !== null || challenge === null) return other;
  if (event.balance !== balance) return `the balance was ${formatDecimal(balance)}`;
  if (event.tradingDays !== challenge.tradingDays) return `there were ${challenge.tradingDays} trading days`;
  if (event.isLast !== (event.phase === challenge.plan.phases.length))
    return "whether it is the last phase is wrong";
  const result = evaluate(challenge, { balance, equity: balance, hasPosition: state.positions.length > 0 });
  return result.kind === "pass" ? null : "the phase was not passed";
}

/**
 * The rules conclude each decision: a flat portfolio whose balance broke or reached them is paused, failed or
 * passed before anything else happens; and a day that is over is rolled first.
 */
export function checkResultFollows({ state, event, memory }: CheckInput): string | null {
  const { challenge, lock } = state;
  if (challenge === null || lock !== null) return null;
  if (event.type !== "day-rolled" && event.atMs >= challenge.day.endMs + CLOCK_TOLERANCE_MS)
    return "the challenge's day was over and was not ended before it";
  return event.atMs === memory.atMs || event.type === "day-rolled" ? null : pendingResult(state);
}

/** The result that a flat portfolio's balance requires and that the log lacks, or null. */
export function pendingResult({ challenge, lock, balance, positions }: PortfolioState): string | null {
  if (challenge === null || lock !== null || positions.length > 0) return null;
  const result = evaluate(challenge, { balance, equity: balance, hasPosition: false });
  switch (result.kind) {
    case "breach":
      return `the rule ${result.standing.rule.id} was broken before it and the challenge goes on`;
    case "pause":
      return `the rule ${result.standing.rule.id} was broken before it and trading goes on`;
    case "pass":
      return "the phase was passed before it and the challenge goes on";
    default:
      return null;
  }
}

function checkChallenge(
  challenge: ChallengeState | null,
  event: { challengeId: string; phase: number },
): string | null {
  if (challenge === null) return NO_CHALLENGE;
  return event.challengeId === challenge.challengeId && event.phase === challenge.phase
    ? null
    : "it names another challenge or phase";
}

type Standing = ReturnType<typeof measureLossLimit>;

/** The rule, floor and balance of a result are those of the log, and its equity follows from its marks. */
function checkStanding(
  { state, event }: { state: PortfolioState; event: RuleEvidence },
  check: (standing: Standing) => string | null,
): string | null {
  const { challenge } = state;
  if (challenge === null) return NO_CHALLENGE;
  const rule = challenge.plan.floors.find(({ id }) => id === event.rule.id);
  if (rule === undefined || challenge.plan.version !== event.planVersion)
    return "the pinned rules have no such rule";
  const standing = measureLossLimit(rule, challenge, event.equity);
  if (standing.floor !== event.floor) return `the floor was ${formatDecimal(standing.floor)}`;
  if (event.balance !== state.balance) return `the balance was ${formatDecimal(state.balance)}`;
  return check(standing) ?? checkEquity(state, event) ?? checkJump(state, event);
}

/** Equity at the price that a symbol jumped to follows from the same marks with that one replaced. */
function checkJump(state: PortfolioState, { marks, jump }: RuleEvidence): string | null {
  if (jump === null) return null;
  const { symbol, mark, equity } = jump;
  const jumped = marks.map((seen) => (seen.symbol === symbol ? { ...seen, mark } : seen));
  return checkEquity(state, { equity, marks: jumped });
}

/** Equity without the profit of positions whose mark was old or missing. */
function checkVerified(state: PortfolioState, marks: readonly SeenMark[], verified: Money): string | null {
  const strict = marks.map((seen) => {
    const isProfit = seen.qty > 0n === seen.mark > seen.entryPrice;
    return seen.isStale && isProfit ? { ...seen, mark: seen.entryPrice } : seen;
  });
  return checkEquity(state, { equity: verified, marks: strict });
}

/** Equity must be the balance and the open profit of exactly the open positions at the marks of the event. */
function checkEquity(
  state: PortfolioState,
  seen: { equity: Money; marks: readonly SeenMark[] },
): string | null {
  if (seen.marks.length !== state.positions.length) return "it does not name a mark for each open position";
  if (new Set(seen.marks.map(({ symbol, qty }) => `${symbol} ${qty > 0n}`)).size !== seen.marks.length)
    return "it names a mark twice";
  let equity = state.balance;
  for (const { symbol, qty, mark, entryPrice } of seen.marks) {
    const position = findPosition(state, symbol, sideOf({ qty }));
    if (position === null || position.qty !== qty) return `the position in ${symbol} was another`;
    if (position.entryPrice !== entryPrice) return `the entry price of ${symbol} was another`;
    const value = notional(mark, qty);
    equity = add(equity, qty > 0n ? sub(value, position.cost) : add(value, position.cost));
  }
  return equity === seen.equity ? null : `equity was ${formatDecimal(equity)} at the marks it names`;
}
