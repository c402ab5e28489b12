import "server-only";
import { randomUUID } from "node:crypto";
import { parseDecimal, parseMoney } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { FIRST_LEVERAGE, STANDARD_OPENING } from "@/lib/core/opening";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { findUserTier } from "@/lib/db/queries/entitlements";
import {
  listPortfolios,
  renamePortfolio,
  requireOwnPortfolio,
  setArchived,
} from "@/lib/db/queries/portfolios";
import { stopTwaps } from "@/lib/db/queries/twaps";
import { AppError } from "@/lib/schemas/api-error";
import { ENTITLEMENTS } from "@/lib/schemas/products";
import type {
  PortfolioSnapshot,
  PortfolioSummary,
  TradingResponse,
} from "@/lib/schemas/trading/trading-responses";
import { respondToTrader, snapshotPortfolio } from "@/lib/trading/dto/respond-to-trader";
import { stopChases } from "@/lib/trading/orders/manage-chases";
import { changePortfolio } from "@/lib/trading/portfolio/change-portfolio";

/** The user's portfolios, oldest first. */
export async function listPortfoliosOf(userId: string): Promise<PortfolioSummary[]> {
  return listPortfolios(userId);
}

/**
 * Opens a practice portfolio. `id` is generated once for each intended portfolio, so that a retry opens
 * nothing.
 *
 * @throws AppError `portfolio_limit_reached` when the user has `limit` of them
 */
export async function openPracticePortfolio(
  userId: string,
  options: {
    id?: string;
    name: string;
    marginMode?: "isolated" | "cross";
    opening?: string;
    limit?: number;
  },
): Promise<PortfolioSnapshot> {
  const { id = randomUUID(), name, marginMode = "isolated", opening = STANDARD_OPENING, limit } = options;
  const { state } = await openPortfolio({
    id,
    userId,
    name,
    kind: "PRACTICE",
    marginMode,
    opening: parseMoney(opening),
    leverage: parseDecimal(FIRST_LEVERAGE),
    rules: BYBIT,
    nowMs: Date.now(),
    limit,
  });
  return snapshotPortfolio(state);
}

/** The same on the user's request, limited by the tier. @throws AppError `portfolio_limit_reached` */
export async function createPracticePortfolio(
  userId: string,
  options: { name: string; marginMode: "isolated" | "cross"; opening?: string | undefined },
): Promise<PortfolioSnapshot> {
  const limit = ENTITLEMENTS[await findUserTier(userId)].practicePortfolios;
  const { name, marginMode, opening } = options;
  return openPracticePortfolio(userId, {
    name,
    marginMode,
    limit,
    ...(opening !== undefined && { opening }),
  });
}

/** The most archived portfolios of a user. */
const MAX_ARCHIVED = 20;

/**
 * Renames a portfolio, or archives a practice portfolio and puts it back.
 *
 * @throws AppError `not_found`; `portfolio_not_archived` and `portfolio_limit_reached` where that is not allowed
 */
export async function changeOwnPortfolio(
  userId: string,
  id: string,
  { name, isArchived }: { name?: string | undefined; isArchived?: boolean | undefined },
): Promise<PortfolioSummary[]> {
  if (name !== undefined && !(await renamePortfolio(userId, id, name))) {
    throw new AppError("not_found", "There is no such portfolio.");
  }
  if (isArchived !== undefined) await archivePortfolio(userId, id, isArchived);
  return listPortfolios(userId);
}

async function archivePortfolio(userId: string, id: string, isArchived: boolean): Promise<void> {
  await requireOwnPortfolio(userId, id);
  const of = { userId, portfolioId: id };
  if (isArchived) await Promise.all([stopTwaps(of), stopChases(of)]);
  const { practicePortfolios } = ENTITLEMENTS[await findUserTier(userId)];
  const change = { id, archivedAt: isArchived ? new Date() : null };
  const isChanged = await setArchived(userId, change, { shown: practicePortfolios, archived: MAX_ARCHIVED });
  if (isChanged) return;
  throw isArchived
    ? new AppError(
        "portfolio_not_archived",
        "Only a practice portfolio without positions and orders can be archived, and not your last one.",
      )
    : new AppError("portfolio_limit_reached", "Your plan allows no more practice portfolios.");
}

/**
 * Resets a practice portfolio: orders are cancelled, positions closed at their marks, and commands in flight
 * are rejected by their epoch. @throws AppError `challenge_no_reset`, `epoch_passed`, `not_found`
 */
export async function resetPortfolio(
  userId: string,
  portfolioId: string,
  options: { opening?: string | undefined } = {},
): Promise<TradingResponse> {
  const { state } = await requireOwnPortfolio(userId, portfolioId);
  const opening = parseMoney(options.opening ?? STANDARD_OPENING);
  const symbols = state.positions.map((position) => position.symbol);
  const command = { type: "reset", opening, epoch: state.epoch } as const;
  return respondToTrader(await changePortfolio(portfolioId, command, symbols, { ownerId: userId }), null);
}
