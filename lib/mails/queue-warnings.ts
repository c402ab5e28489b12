import "server-only";
import { floorsOfPhase } from "@/lib/core/challenge/plan";
import { warnOfLimit } from "@/lib/core/challenge/rules/limit-warning";
import { measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import { formatRounded, toNumber } from "@/lib/core/decimal";
import { type Context, marketOf } from "@/lib/core/engine/context";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import { type NewMail, queueMails } from "@/lib/db/mails/queued-mails";
import { findChallengeSymbols, findChallengesToWarn } from "@/lib/db/queries/challenges";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { buildContext } from "@/lib/market/reference/build-context";

/**
 * Queues a mail for each limit of a challenge of which a half, or nine tenths, is used now: of each at most one in
 * a day of the challenge, and none in a day without trading.
 */
export async function queueWarnings(): Promise<void> {
  const symbols = await findChallengeSymbols();
  const context = await buildContext(symbols);
  const marks = symbols.flatMap((symbol) => {
    const market = marketOf(context, symbol);
    return market ? [{ symbol, mark: toNumber(market.mark) }] : [];
  });
  for (const { portfolioId, userId } of await findChallengesToWarn(marks)) {
    await listWarnings(userId, portfolioId, context)
      .then((mails) => queueMails(mails))
      .catch((error) => reportError("limit-not-warned", error, { portfolioId }));
  }
}

/** The warnings that the challenge's page shows now. */
async function listWarnings(userId: string, portfolioId: string, context: Context): Promise<NewMail[]> {
  const { state } = await requireOwnPortfolio(userId, portfolioId);
  const { challenge, positions } = state;
  const isMarked = positions.every(({ symbol }) => marketOf(context, symbol) !== null);
  const isTraded = challenge !== null && (challenge.day.isTraded || positions.length > 0);
  if (challenge === null || state.lock !== null || !isMarked || !isTraded) return [];
  // The day is over, and its reset has not been written yet.
  if (context.nowMs >= challenge.day.endMs) return [];
  const equity = calculateEquity(state, context);
  return floorsOfPhase(challenge.plan, challenge.phase).flatMap((rule) => {
    const { headroom, amount, isBreached } = measureLossLimit(rule, challenge, equity);
    const level = isBreached ? null : warnOfLimit({ headroom, amount });
    if (level === null) return [];
    return {
      userId,
      id: `limit-warned-${portfolioId}-${rule.id}-${level}-${challenge.day.startMs}`,
      facts: {
        kind: "limit-warned",
        challengeId: challenge.challengeId,
        planName: challenge.plan.name,
        rule: rule.name,
        level,
        headroom: formatRounded(headroom),
        amount: formatRounded(amount),
      },
    };
  });
}
