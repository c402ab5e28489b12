import "server-only";
import { getRedis } from "@/lib/infra/redis";
import { reportError } from "@/lib/infra/report-error";

/** Beginning of the Redis channels on which portfolios say that they have changed; the id follows. */
export const PORTFOLIO_CHANNEL = "portfolio:";

/** Tells every web process that a portfolio's log has grown to `seq`. A lost word is made up for by the stream. */
export function announcePortfolio(portfolioId: string, seq: number): void {
  getRedis()
    .publish(`${PORTFOLIO_CHANNEL}${portfolioId}`, JSON.stringify({ seq }))
    .catch((error) => reportError("portfolio-not-announced", error));
}
