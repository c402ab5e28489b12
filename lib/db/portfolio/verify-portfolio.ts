import "server-only";
import { isDeepStrictEqual } from "node:util";
import { apply } from "@/lib/core/engine/apply";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";
import { GENESIS_HASH, openEvent } from "@/lib/core/proof/event-text";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { hashEvent } from "@/lib/db/portfolio/seal-events";
import { findEventRows } from "@/lib/db/queries/events";

const PAGE = 1_000;

/** What is wrong with a portfolio's log. `seq` is the first event that doesn't fit. */
export type LogFault = { kind: "gap" | "hash" | "state"; seq: number } | null;

/**
 * Recomputes a portfolio from its log: no event is missing, each hash covers the one before, and the
 * resulting state equals the stored rows. Returns null when all holds.
 */
export async function verifyPortfolio(portfolioId: string): Promise<LogFault> {
  const stored = await loadPortfolio(portfolioId);
  if (stored === null) throw new Error(`There is no portfolio ${portfolioId}.`);
  const throughSeq = stored.state.seq;
  let state: PortfolioState = EMPTY_STATE;
  let hash = GENESIS_HASH;
  while (state.seq < throughSeq) {
    const rows = await findEventRows(portfolioId, { afterSeq: state.seq, throughSeq, limit: PAGE });
    if (rows.length === 0) return { kind: "gap", seq: state.seq + 1 };
    for (const row of rows) {
      if (row.seq !== state.seq + 1) return { kind: "gap", seq: state.seq + 1 };
      hash = hashEvent(portfolioId, hash, row);
      if (row.hash !== hash) return { kind: "hash", seq: row.seq };
      state = apply(state, openEvent(row));
    }
  }
  const isSame = hash === stored.headHash && isDeepStrictEqual(state, stored.state);
  return isSame ? null : { kind: "state", seq: throughSeq };
}
