import { formatDecimal } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import { assertInvariants } from "@/lib/core/engine/invariants";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state";
import { type EventRow, GENESIS_HASH, hashedText, openEvent } from "@/lib/core/proof/event-text";
import type { Statement } from "@/lib/core/proof/statement";
import { findFillFault } from "@/lib/core/proof/verify-fill";
import { findRuleFault } from "@/lib/core/proof/verify-rules";

/** Computes the SHA-256 of a text in hex; the core has no cryptography of its own. */
export type Sha256 = (text: string) => string | Promise<string>;

/** What a statement proves, or the first event that does not hold and why. */
export type StatementVerdict =
  | { ok: true; events: number; balance: string; fills: number; verdicts: number }
  | { ok: false; seq: number; why: string };

/**
 * Recomputes a log from nothing: each hash, each balance and ledger, each fill's money, each verdict of a rule and
 * each baseline from the marks that it names, and at last the balance that the statement claims.
 */
export async function verifyStatement(statement: Statement, sha256: Sha256): Promise<StatementVerdict> {
  let state: PortfolioState = EMPTY_STATE;
  let previous: string = GENESIS_HASH;
  let fills = 0;
  let verdicts = 0;
  for (const row of statement.events) {
    if (row.seq !== state.seq + 1) return fault(state.seq + 1, "an event is missing or out of order");
    const hash = await sha256(hashedText(statement.portfolioId, previous, row));
    if (hash !== row.hash) return fault(row.seq, "its hash is not that of its content and the event before");
    previous = hash;
    const step = replayOne(state, row);
    if (!step.ok) return fault(row.seq, step.why);
    state = step.state;
    if (row.type === "order-filled") fills += 1;
    if (row.type === "challenge-breached" || row.type === "phase-passed") verdicts += 1;
  }
  const last = state.seq;
  if (state.id !== statement.portfolioId) return fault(last, "the log opens another portfolio");
  if (previous !== statement.headHash) return fault(last, "the log does not end at the head that is claimed");
  const balance = formatDecimal(state.balance);
  if (balance !== statement.balance)
    return fault(last, `the log leads to ${balance}, not to ${statement.balance}`);
  return { ok: true, events: last, balance, fills, verdicts };
}

function replayOne(
  state: PortfolioState,
  row: EventRow,
): { ok: true; state: PortfolioState } | { ok: false; why: string } {
  try {
    const event = openEvent(row);
    const why =
      (event.type === "order-filled" ? findFillFault(state, event) : null) ?? findRuleFault(state, event);
    if (why !== null) return { ok: false, why };
    const after = apply(state, event);
    assertInvariants(after);
    return { ok: true, state: after };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : "it can't be read" };
  }
}

function fault(seq: number, why: string): StatementVerdict {
  return { ok: false, seq, why };
}
