import "server-only";
import type { Money } from "@/lib/core/decimal";
import type { PortfolioKind, PortfolioState } from "@/lib/core/engine/state/state";
import { calculateDayStart, nameDay } from "@/lib/core/time-zone";
import { findFacts, findProfitBase } from "@/lib/db/portfolio/portfolio-facts";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { AppError } from "@/lib/schemas/api-error";

/** Cache time of facts (name, zone, the day's base), which change rarely; in ms. */
const KNOWN_FOR_MS = 30_000;
const MAX_KNOWN = 5_000;

/** Attributes of a portfolio that its owner sees and that are not part of its state. */
export type PortfolioFacts = {
  name: string;
  kind: PortfolioKind;
  /**
   * The base of the day's profit: equity at the start of the owner's day, plus cash flows since that don't
   * come from trading.
   */
  dayStartEquity: Money | null;
};

/** `flows` identifies the cash flows other than trading until then; the day's base changes with them. */
type Known = { atMs: number; day: string; flows: string; facts: PortfolioFacts };

/** The facts of a portfolio, at most half a minute old. @throws AppError `not_found` */
export async function loadFacts(state: PortfolioState): Promise<PortfolioFacts> {
  const portfolioId = state.id;
  const flows = `${state.epoch}:${state.ledger.adjustments}`;
  const cache = getProcessSingleton("portfolio-facts", () => new Map<string, Known>());
  const nowMs = Date.now();
  const cached = cache.get(portfolioId);
  if (cached && nowMs - cached.atMs < KNOWN_FOR_MS && cached.flows === flows) return cached.facts;
  const stored = await findFacts(portfolioId);
  if (stored === null) throw new AppError("not_found", "There is no such portfolio.");
  const { name, kind, timeZone } = stored;
  const day = nameDay(nowMs, timeZone);
  const dayStartEquity =
    cached?.day === day && cached.flows === flows
      ? cached.facts.dayStartEquity
      : await findProfitBase(portfolioId, calculateDayStart(day, timeZone));
  const facts = { name, kind, dayStartEquity };
  if (cache.size >= MAX_KNOWN) cache.clear();
  cache.set(portfolioId, { atMs: nowMs, day, flows, facts });
  return facts;
}
