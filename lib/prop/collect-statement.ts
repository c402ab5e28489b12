import "server-only";
import { formatDecimal } from "@/lib/core/decimal";
import type { EventRow } from "@/lib/core/proof/event-text";
import type { Statement } from "@/lib/core/proof/statement";
import { findEventRows } from "@/lib/db/events";
import type { StoredPortfolio } from "@/lib/db/stored-state";

const PAGE = 2_000;

/** The whole log of a portfolio as it stood when its state was read. */
export async function collectStatement({ state, headHash }: StoredPortfolio): Promise<Statement> {
  const events: EventRow[] = [];
  while (events.length < state.seq) {
    const range = { afterSeq: events.length, throughSeq: state.seq, limit: PAGE };
    const page = await findEventRows(state.id, range);
    if (page.length === 0) throw new Error(`The log of ${state.id} ends at ${events.length}.`);
    events.push(...page);
  }
  return {
    format: "terminal-zero-statement-1",
    portfolioId: state.id,
    madeAt: new Date().toISOString(),
    balance: formatDecimal(state.balance),
    headHash,
    events,
  };
}
