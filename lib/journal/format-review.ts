import type { Formats } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import { formatDecimal, type Money, toNumber } from "@/lib/core/decimal";
import type { ReviewFact, ReviewQuestion } from "@/lib/core/journal/review-week";

/** A fact of the weekly review as a sentence. Amounts are rounded to cents, as everywhere on the page. */
export function formatReview(fact: ReviewFact, t: Translate<"journal.review">, formats: Formats): string {
  const formatAmount = (amount: Money) => formats.signed(formatDecimal(amount));
  switch (fact.kind) {
    case "empty":
    case "allStops":
      return t(fact.kind);
    case "result":
      return t("result", {
        trades: fact.trades,
        net: formatAmount(fact.net),
        wins: String(fact.wins),
        losses: String(fact.losses),
        breakEvens: String(fact.breakEvens),
      });
    case "days": {
      const { best, worst } = fact;
      return t("days", {
        bestDay: formats.day(best.day),
        bestNet: formatAmount(best.net),
        worstDay: formats.day(worst.day),
        worstNet: formatAmount(worst.net),
      });
    }
    case "payoff":
      return t("payoff", {
        winRate: formats.fixed(toNumber(fact.winRate) * 100, 1),
        payoff: formats.fixed(formatDecimal(fact.payoff), 2),
      });
    case "feesOnLoss":
      return t("feesOnLoss", { fees: formats.fixed(formatDecimal(fact.fees), 2) });
    case "fees":
      return t("fees", {
        fees: formats.fixed(formatDecimal(fact.fees), 2),
        percent: formats.fixed(fact.percentOfGross, 0),
      });
    case "noStop":
      return t("noStop", { trades: fact.trades });
    case "liquidated":
      return t("liquidated", { trades: fact.trades });
    case "symbols":
    case "symbolsFew": {
      const { best, worst } = fact;
      return t(fact.kind, {
        best: best.symbol,
        bestNet: formatAmount(best.net),
        worst: worst.symbol,
        worstNet: formatAmount(worst.net),
      });
    }
    case "mistake":
      return t("mistake", { mistake: fact.mistake, times: fact.times });
    case "streak":
      return t("streak", { losses: String(fact.losses) });
    case "limitsHeld":
    case "ownLocks":
      return t(fact.kind, { times: fact.times });
    default:
      return rejectUnknown(fact);
  }
}

/** The question of the weekly review as a sentence. */
export function formatQuestion(question: ReviewQuestion, t: Translate<"journal.review">): string {
  switch (question.kind) {
    case "empty":
    case "again":
      return t(`question.${question.kind}`);
    case "noStop":
    case "liquidated":
      return t(`question.${question.kind}`, { trades: question.trades });
    case "mistake":
      return t("question.mistake", { mistake: question.mistake });
    case "streak":
      return t("question.streak", { losses: String(question.losses) });
    default:
      return rejectUnknown(question);
  }
}

function rejectUnknown(fact: never): never {
  throw new Error(`Unknown fact or question ${JSON.stringify(fact)}.`);
}
