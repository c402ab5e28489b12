import "server-only";
import { proveAnchors } from "@/lib/challenge/proof/prove-anchor";
import { add, formatDecimal, type Money, ZERO } from "@/lib/core/decimal";
import { type EventRow, openEvent } from "@/lib/core/proof/event-text";
import type { Statement } from "@/lib/core/proof/statement";
import type { StoredPortfolio } from "@/lib/db/portfolio/stored-state";
import { findEventRows } from "@/lib/db/queries/events";

const PAGE = 2_000;

/** The whole log of a portfolio at the time when its state was read. */
export async function collectStatement({ state, headHash }: StoredPortfolio): Promise<Statement> {
  const events: EventRow[] = [];
  while (events.length < state.seq) {
    const range = { afterSeq: events.length, throughSeq: state.seq, limit: PAGE };
    const page = await findEventRows(state.id, range);
    if (page.length === 0) throw new Error(`The log of ${state.id} ends at ${events.length}.`);
    events.push(...page);
  }
  return {
    format: "terminal-zero-statement-2",
    portfolioId: state.id,
    madeAt: new Date().toISOString(),
    ...sumCapital(events),
    balance: formatDecimal(state.balance),
    headHash,
    anchors: await proveAnchors(state.id, state.seq),
    events,
  };
}

/** The portfolio's opening balance and the sum of its adjustments, over all resets. */
function sumCapital(rows: readonly EventRow[]): { opening: string; adjustments: string } {
  let opening: Money = ZERO;
  let adjustments: Money = ZERO;
  for (const row of rows) {
    if (row.type !== "portfolio-opened" && row.type !== "balance-adjusted") continue;
    const event = openEvent(row);
    if (event.type === "portfolio-opened") opening = event.opening;
    if (event.type === "balance-adjusted") adjustments = add(adjustments, event.amount);
  }
  return { opening: formatDecimal(opening), adjustments: formatDecimal(adjustments) };
}
