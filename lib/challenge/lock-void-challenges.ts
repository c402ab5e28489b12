import "server-only";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { findPortfoliosToLock, voidChallenges, voidExpiredTrials } from "@/lib/db/queries/void-challenges";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { buildContext } from "@/lib/market/reference/build-context";
import { announcePortfolio } from "@/lib/notify/portfolio-channel";

const LIMIT = 200;

/**
 * Ends the challenges whose payment or grant was revoked and the free trials whose days are over: their orders are
 * cancelled, their positions closed and the portfolios locked. Called right after a revocation, and each minute in case a process crashed in
 * between. @returns how many were locked
 */
export async function lockVoidChallenges(): Promise<number> {
  await voidChallenges();
  await voidExpiredTrials(new Date());
  let locked = 0;
  for (const portfolioId of await findPortfoliosToLock(LIMIT)) {
    try {
      const result = await executeCommand(portfolioId, { type: "lock", reason: "void" }, (state) =>
        buildContext(state.positions.map(({ symbol }) => symbol)),
      );
      if (!result.ok) continue;
      announcePortfolio(portfolioId, result.state.seq);
      locked += 1;
    } catch (error) {
      reportError("void-challenge-not-locked", error, { portfolioId });
    }
  }
  return locked;
}
