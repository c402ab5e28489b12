import { recordEquitySnapshot } from "@/lib/core/engine/state/equity-snapshot";
import "server-only";
import type { Plan } from "@/lib/core/challenge/plan";
import type { Decimal, Money } from "@/lib/core/decimal";
import type { Context, VenueRules } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import {
  EMPTY_STATE,
  type MarginMode,
  type PortfolioKind,
  type PortfolioState,
} from "@/lib/core/engine/state/state";
import { GENESIS_HASH } from "@/lib/core/proof/event-text";
import { insertPortfolio, loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { sealEvents } from "@/lib/db/portfolio/seal-events";
import { encodeChange } from "@/lib/db/portfolio/stored-change";
import { AppError } from "@/lib/schemas/api-error";

/** A portfolio to be opened. The caller generates `id` once for each intended portfolio. */
export type NewPortfolio = {
  id: string;
  userId: string;
  name: string;
  kind: PortfolioKind;
  marginMode: MarginMode;
  /** Quote currency. */
  opening: Money;
  leverage: Decimal;
  rules: VenueRules;
  /** Starts this phase of a challenge in the portfolio. */
  challenge?: { challengeId: string; plan: Plan; phase: number };
  nowMs: number;
  /** Maximum number of portfolios of this kind for the user; unlimited when absent. */
  limit?: number | undefined;
};

/**
 * Opens a portfolio by one statement, which counts the user's portfolios and inserts the new one under a
 * lock. Idempotent for the same id and user.
 *
 * @throws AppError `not_found` when the id is another user's, `portfolio_limit_reached`
 */
export async function openPortfolio(
  input: NewPortfolio,
): Promise<{ events: readonly PortfolioEvent[]; state: PortfolioState }> {
  const { id, userId, marginMode, opening, leverage, rules, nowMs, challenge } = input;
  const context: Context = { nowMs, rules, instruments: new Map(), markets: new Map() };
  const command = { type: "open-portfolio" as const, id, kind: "perpetual" as const };
  const decision = decide(EMPTY_STATE, { ...command, marginMode, opening, leverage, challenge }, context);
  if (!decision.ok) throw new Error(`Opening a portfolio was rejected: ${decision.reason}.`);
  const { events, state } = decision;
  const rows = sealEvents(id, GENESIS_HASH, events);
  const opened = { before: EMPTY_STATE, after: state, events };
  const snapshot = recordEquitySnapshot(opened, context);
  const equity = snapshot ? [snapshot] : [];
  const change = { ...opened, userId, isArchived: false, rows, idempotencyRecords: [], equity, context };
  const description = { name: input.name, kind: input.kind, createdAtMs: nowMs };
  const outcome = await insertPortfolio(encodeChange(change, description), input.limit ?? null);
  if (outcome === "written") return { events, state };
  if (outcome === "limit") throw limitReached(input.limit ?? 0);
  const stored = await loadPortfolio(id);
  if (stored?.userId !== userId) throw new AppError("not_found", "There is no such portfolio.");
  return { events: [], state: stored.state };
}

function limitReached(limit: number): AppError {
  const message = `Your plan has ${limit} practice portfolio${limit === 1 ? "" : "s"}, and all are in use.`;
  return new AppError("portfolio_limit_reached", message, { limit });
}
