import "server-only";
import { formatDecimal } from "@/lib/core/decimal";
import type { EventRow } from "@/lib/core/proof/event-text";
import type { Statement } from "@/lib/core/proof/statement";
import { findEventRows } from "@/lib/db/events";
import { requireOwnPortfolio } from "@/lib/db/portfolios";

const PAGE = 2_000;

/** A user's portfolio as a statement: its whole log up to this moment. @throws AppError `not_found` */
export async function writeStatement(userId: string, portfolioId: string): Promise<Statement> {
  const { state, headHash } = await requireOwnPortfolio(userId, portfolioId);
  const events: EventRow[] = [];
  while (events.length < state.seq) {
    const range = { afterSeq: events.length, throughSeq: state.seq, limit: PAGE };
    const page = await findEventRows(portfolioId, range);
    if (page.length === 0) throw new Error(`The log of ${portfolioId} ends at ${events.length}.`);
    events.push(...page);
  }
  return {
    format: "terminal-zero-statement-1",
    portfolioId,
    madeAt: new Date().toISOString(),
    balance: formatDecimal(state.balance),
    headHash,
    events,
  };
}
