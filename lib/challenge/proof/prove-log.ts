import "server-only";
import { collectStatement } from "@/lib/challenge/proof/collect-statement";
import { verifyStatement } from "@/lib/core/proof/verify-statement";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { getRedis } from "@/lib/infra/redis/redis";
import { sha256 } from "@/lib/infra/sha256";

/** Cache lifetime in seconds. A head covers everything before it, so a result for it can't change. */
const KEPT_S = 7 * 86_400;
const HOLDS = "holds";

/**
 * Recomputes the log of a finished portfolio and caches the result by its head. Returns null when the log is
 * valid, else the fault.
 */
export async function proveLog(portfolioId: string, headHash: string): Promise<string | null> {
  const key = `proof:${portfolioId}:${headHash}`;
  const known = await getRedis().get<string>(key);
  if (known !== null) return known === HOLDS ? null : known;
  const stored = await loadPortfolio(portfolioId);
  if (stored === null) throw new Error(`There is no portfolio ${portfolioId}.`);
  const result = await verifyStatement(await collectStatement(stored), sha256);
  const fault = result.ok ? null : `event ${result.seq}: ${result.why}`;
  await getRedis().set(key, fault ?? HOLDS, { ex: KEPT_S });
  return fault;
}
