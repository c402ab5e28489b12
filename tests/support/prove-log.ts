import { createHash } from "node:crypto";
import { formatDecimal } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { type EventRow, GENESIS_HASH, hashedText, toJsonText } from "@/lib/core/proof/event-text";
import type { Statement } from "@/lib/core/proof/statement";

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The events as a sealed log: what the server stores. */
export function sealLog(portfolioId: string, events: readonly PortfolioEvent[]): EventRow[] {
  let previous: string = GENESIS_HASH;
  return events.map(({ seq, atMs, type, ...body }) => {
    const row = { seq, type, payload: toJsonText(body), atMs };
    previous = sha256(hashedText(portfolioId, previous, row));
    return { ...row, hash: previous };
  });
}

/** The statement of a log, with everything that it claims computed from it, as the server or a forger would. */
export function makeStatement(events: readonly PortfolioEvent[], over: Partial<Statement> = {}): Statement {
  const state = replayAsFar(events);
  const rows = sealLog(state.id || "p", events);
  const [first] = events;
  const adjusted = events.reduce(
    (sum, event) => sum + (event.type === "balance-adjusted" ? event.amount : 0n),
    0n,
  ) as typeof state.balance;
  return {
    format: "terminal-zero-statement-2",
    portfolioId: state.id || "p",
    madeAt: "2026-03-01T00:00:00.000Z",
    opening: first?.type === "portfolio-opened" ? formatDecimal(first.opening) : "0",
    adjustments: formatDecimal(adjusted),
    balance: formatDecimal(state.balance),
    headHash: rows.at(-1)?.hash ?? GENESIS_HASH,
    anchors: [],
    events: rows,
    ...over,
  };
}

/** The state after the events that can be applied: a forged log need not lead anywhere. */
function replayAsFar(events: readonly PortfolioEvent[]): PortfolioState {
  let state = EMPTY_STATE;
  try {
    for (const event of events) state = apply(state, event);
  } catch {
    // The rest is checked by the verifier.
  }
  return state;
}
