import "server-only";
import { recordKeyUse } from "@/lib/db/queries/users/api-keys";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { getRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Calls are counted in steps of this length, ms; the last hour has six of them and the running one. */
const STEP_MS = 600_000;
const STEPS = 6;
/** How often the counts of this process are stored, in ms. */
const STORE_EVERY_MS = 5_000;

type Use = { portfolioId: string; calls: number; atMs: number };
type Uses = { byKey: Map<string, Use>; timer: NodeJS.Timeout | null };

const nameOf = (key: string, step: number) => `api-key-calls:${key}:${step}`;

/** Counts one call of a key. Stored a few seconds later, together with the others. */
export function recordCall(portfolioId: string, key: string, atMs: number): void {
  const uses = getProcessSingleton<Uses>("api-key-uses", () => ({ byKey: new Map(), timer: null }));
  const use = uses.byKey.get(key) ?? { portfolioId, calls: 0, atMs };
  uses.byKey.set(key, { portfolioId, calls: use.calls + 1, atMs });
  uses.timer ??= setTimeout(() => {
    uses.timer = null;
    const counted = [...uses.byKey];
    uses.byKey.clear();
    void store(counted).catch((error) => reportError("api-key-use-not-stored", error));
  }, STORE_EVERY_MS).unref();
}

/** The calls of the last hour by key. Zero for each while Redis is unavailable. */
export async function countCalls(keys: readonly string[], nowMs = Date.now()): Promise<Map<string, number>> {
  const step = Math.floor(nowMs / STEP_MS);
  const steps = Array.from({ length: STEPS + 1 }, (_, back) => step - back);
  const names = keys.flatMap((key) => steps.map((one) => nameOf(key, one)));
  if (names.length === 0) return new Map();
  try {
    const counts = await getRedis().mget<(string | null)[]>(names);
    const sumOf = (index: number) =>
      counts
        .slice(index * steps.length, (index + 1) * steps.length)
        .reduce((sum, one) => sum + Number(one ?? 0), 0);
    return new Map(keys.map((key, index) => [key, sumOf(index)]));
  } catch (error) {
    reportError("api-key-use-not-read", error);
    return new Map();
  }
}

async function store(counted: readonly (readonly [key: string, use: Use])[]): Promise<void> {
  const calls = getRedis().pipeline();
  for (const [key, { calls: count, atMs }] of counted) {
    const name = nameOf(key, Math.floor(atMs / STEP_MS));
    calls.incrby(name, count).pexpire(name, STEP_MS * (STEPS + 2));
  }
  await Promise.all([
    calls.exec(),
    ...counted.map(([key, { portfolioId, atMs }]) => recordKeyUse(portfolioId, key, new Date(atMs))),
  ]);
}
