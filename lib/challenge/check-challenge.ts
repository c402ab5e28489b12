import "server-only";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { buildContext } from "@/lib/market/reference/build-context";
import { announcePortfolio } from "@/lib/notify/portfolio-channel";

/** Evaluates the rules of a challenge on its portfolio now. Returns whether anything changed. */
export async function checkChallenge(portfolioId: string): Promise<boolean> {
  const result = await executeCommand(portfolioId, { type: "check" }, (state) =>
    buildContext(state.positions.map(({ symbol }) => symbol)),
  );
  if (!result.ok || result.events.length === 0) return false;
  announcePortfolio(portfolioId, result.state.seq);
  return true;
}
