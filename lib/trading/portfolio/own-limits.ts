import "server-only";
import { beginLimitDay, calculateLimitDayStart } from "@/lib/core/limits/limit-state";
import { findLimitDay } from "@/lib/db/queries/find-limit-day";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { findUserZone } from "@/lib/db/queries/users/find-user-zone";
import { AppError } from "@/lib/schemas/api-error";
import type { OwnLimitsBody, OwnLimitsDto } from "@/lib/schemas/challenge/own-limits";
import { rejection } from "@/lib/trading/dto/respond-to-trader";
import { buildEmptyLimitsDto, readOwnLimits, toOwnLimitsDto } from "@/lib/trading/dto/to-own-limits-dto";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";

/** Reads of the day until one includes the newest event. */
const MAX_ATTEMPTS = 5;

/** The own limits of a portfolio, and what they are compared with. @throws AppError `not_found` */
export async function readOwnLimitsOf(userId: string, portfolioId: string): Promise<OwnLimitsDto> {
  const { state } = await requireOwnPortfolio(userId, portfolioId);
  return toOwnLimitsDto(state, Date.now()) ?? buildEmptyLimitsDto(await requireZone(userId));
}

/**
 * Sets the own limits of a portfolio. Tighter ones hold at once, looser ones from the next reset of the day on
 * and never before twelve hours have passed. @throws AppError `not_found`, `portfolio_changed`
 */
export async function changeOwnLimits(
  userId: string,
  portfolioId: string,
  body: OwnLimitsBody,
): Promise<OwnLimitsDto> {
  await requireOwnPortfolio(userId, portfolioId);
  const zone = await requireZone(userId);
  const limits = readOwnLimits(body, zone);
  for (let attempt = 1; ; attempt += 1) {
    const known = await readDay(portfolioId, zone);
    const command = { type: "set-limits", limits, known } as const;
    const result = await commandPortfolio(portfolioId, command, [], { ownerId: userId });
    if (result.ok) return toOwnLimitsDto(result.state, Date.now()) ?? buildEmptyLimitsDto(zone);
    if (result.reason !== "portfolio_changed" || attempt === MAX_ATTEMPTS) throw rejection(result);
  }
}

async function readDay(portfolioId: string, zone: string) {
  const nowMs = Date.now();
  const found = await findLimitDay(portfolioId, calculateLimitDayStart(nowMs, zone));
  if (found === null) throw new AppError("not_found", "There is no such portfolio.");
  const { endMs } = beginLimitDay(zone, { nowMs, balance: found.day.balance });
  return { seq: found.seq, day: { endMs, ...found.day } };
}

async function requireZone(userId: string): Promise<string> {
  const zone = await findUserZone(userId);
  if (zone === null) throw new AppError("not_found", "There is no such account.");
  return zone;
}
