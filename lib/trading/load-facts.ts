import "server-only";
import type { Money } from "@/lib/core/decimal";
import { findDayStart, nameDay } from "@/lib/core/time-zone";
import { findEquityAt, findFacts } from "@/lib/db/portfolio-facts";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { AppError } from "@/lib/schemas/api-error";

/** Facts change rarely: a name, a zone, the next day. In ms. */
const KNOWN_FOR_MS = 30_000;
const MAX_KNOWN = 5_000;

/** What a portfolio's owner sees that is not in its state. */
export type PortfolioFacts = {
  name: string;
  kind: "PRACTICE" | "CHALLENGE";
  /** Equity when the owner's day began; null when the portfolio is younger than that. */
  dayStartEquity: Money | null;
};

type Known = { atMs: number; day: string; epoch: number; facts: PortfolioFacts };

/** The facts of a portfolio, at most half a minute old. `epoch` is the state's. @throws AppError `not_found` */
export async function loadFacts(portfolioId: string, epoch: number): Promise<PortfolioFacts> {
  const cache = getProcessSingleton("portfolio-facts", () => new Map<string, Known>());
  const nowMs = Date.now();
  const held = cache.get(portfolioId);
  if (held && nowMs - held.atMs < KNOWN_FOR_MS && held.epoch === epoch) return held.facts;
  const stored = await findFacts(portfolioId);
  if (stored === null) throw new AppError("not_found", "There is no such portfolio.");
  const { name, kind, timeZone } = stored;
  const day = nameDay(nowMs, timeZone);
  const dayStartEquity =
    held?.day === day && held.epoch === epoch
      ? held.facts.dayStartEquity
      : await findEquityAt(portfolioId, findDayStart(day, timeZone));
  const facts = { name, kind, dayStartEquity };
  if (cache.size >= MAX_KNOWN) cache.clear();
  cache.set(portfolioId, { atMs: nowMs, day, epoch, facts });
  return facts;
}
