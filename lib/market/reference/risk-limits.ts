import "server-only";
import { z } from "zod";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { packJson, unpackJson } from "@/lib/infra/pack-json";
import { getRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { DEFAULT_RISK_LIMITS } from "@/lib/market/reference/default-risk-limits";
import { type RiskLimits, riskLimitsSchema } from "@/lib/market/reference/risk-limits-schema";
import { fetchRiskLimits } from "@/lib/market/venue/venue-rest";

/** Lifetime of the venue's response, in ms. Until it is renewed the old one is used. */
const FRESH_MS = 3_600_000;
const RETRY_MS = 60_000;
/**
 * Lifetime of the lock, in ms: the tiers of all symbols take some fifty requests, so only one process at a
 * time sends them.
 */
const LOCK_MS = 120_000;

const storedSchema = z.object({ fetchedAtMs: z.number(), limits: z.array(riskLimitsSchema) });

type Cache = { known: RiskLimitList | null; refreshing: Promise<void> | null; triedAtMs: number };

/** Risk limits by symbol, with the time of the venue's response; 0 for the shipped set. */
export type RiskLimitList = { bySymbol: ReadonlyMap<string, RiskLimits>; fetchedAtMs: number };

/**
 * The risk limits of every symbol. Returns immediately from this process's cache, Redis or the shipped set,
 * and renews outdated data from the venue in the background.
 */
export async function listRiskLimits(): Promise<RiskLimitList> {
  const cache = getProcessSingleton<Cache>("risk-limits", () => ({
    known: null,
    refreshing: null,
    triedAtMs: 0,
  }));
  cache.known ??= (await readStored()) ?? merge([], 0);
  const nowMs = Date.now();
  const isOld = nowMs - cache.known.fetchedAtMs > FRESH_MS;
  if (isOld && !cache.refreshing && nowMs - cache.triedAtMs > RETRY_MS) {
    cache.triedAtMs = nowMs;
    cache.refreshing = refresh(cache).finally(() => {
      cache.refreshing = null;
    });
  }
  return cache.known;
}

function storeKey(): string {
  return `market:risk-limits:${getEnv().MARKET_ID}`;
}

async function readStored(): Promise<RiskLimitList | null> {
  try {
    const text = await getRedis().get<string>(storeKey());
    if (!text) return null;
    const stored = storedSchema.parse(unpackJson(text));
    return merge(stored.limits, stored.fetchedAtMs);
  } catch (error) {
    reportError("risk-limits-not-read", error);
    return null;
  }
}

/** Reads what another process has stored meanwhile, or else requests it from the venue. */
async function refresh(cache: Cache): Promise<void> {
  try {
    const stored = await readStored();
    if (stored && Date.now() - stored.fetchedAtMs <= FRESH_MS) {
      cache.known = stored;
      return;
    }
    const lock = await getRedis().set(`${storeKey()}:asked`, "1", { nx: true, px: LOCK_MS });
    if (lock === null) return;
    const { limits, rejected } = await fetchRiskLimits();
    if (rejected.length > 0) reportError("risk-limits-implausible", rejected.join("; "));
    const fetchedAtMs = Date.now();
    cache.known = merge(limits, fetchedAtMs);
    await getRedis().set(storeKey(), packJson({ fetchedAtMs, limits }));
  } catch (error) {
    reportError("risk-limits-not-renewed", error);
  }
}

function merge(published: readonly RiskLimits[], fetchedAtMs: number): RiskLimitList {
  return {
    bySymbol: new Map([...DEFAULT_RISK_LIMITS, ...published].map((one) => [one.symbol, one])),
    fetchedAtMs,
  };
}
