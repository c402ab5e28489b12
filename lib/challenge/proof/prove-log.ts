import "server-only";
import { collectStatement } from "@/lib/challenge/proof/collect-statement";
import { verifyStatement } from "@/lib/core/proof/verify-statement";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { getRedis } from "@/lib/infra/redis/redis";
import { sha256 } from "@/lib/infra/sha256";

/** A head names everything before it, so that a result on it can't change. */
const KEPT_S = 7 * 86_400;
const HOLDS = "holds";

/**
 * Recomputes the log of a portfolio that is over; the result is kept with its head. Answers null when it all holds,
 * else what does not.
 */
export async function proveLog(portfolioId: string, headHash: string): Promise<string | null> {
  const key = `proof:${portfolioId}:${headHash}`;
  const known = await getRedis().get<string>(key);
  if (known !== null) return known === HOLDS ? null : known;
  const stored = await loadPortfolio(portfolioId);
  if (stored === null) throw new Error(`There is no portfolio ${portfolioId}.`);
  const verdict = await verifyStatement(await collectStatement(stored), sha256);
  const fault = verdict.ok ? null : `event ${verdict.seq}: ${verdict.why}`;
  await getRedis().set(key, fault ?? HOLDS, { ex: KEPT_S });
  return fault;
}
