import type { ApiBot } from "@/bench/api/api-bot";
import { getDb } from "@/lib/db/client";
import { toExecutionUuid } from "@/lib/v5/wire/order-uuid";

const EVERY_MS = 1_000;
const ORDER = { symbol: "BTCUSDT", orderType: "Market", qty: "0.001" } as const;
/** Orders that still wait for a book are executed within this, in ms. */
const REST_MS = 8_000;

/** Orders that were accepted, those that are stored, and ids that are missing or occur twice. */
export type BotsResult = { sent: number; stored: number; missing: number };

/** Every bot buys and sells in turn, an order a second; afterwards its orders and executions are compared. */
export async function measureBots(bots: readonly ApiBot[], seconds: number): Promise<BotsResult> {
  const accepted = await Promise.all(
    bots.map((bot, index) => trade(bot, { seconds, delayMs: (index * EVERY_MS) / bots.length })),
  );
  await pause(REST_MS);
  const results: BotsResult[] = [];
  for (const [index, bot] of bots.entries()) results.push(await compare(bot, accepted[index] ?? []));
  return results.reduce((sum, one) => ({
    sent: sum.sent + one.sent,
    stored: sum.stored + one.stored,
    missing: sum.missing + one.missing,
  }));
}

async function trade(bot: ApiBot, options: { seconds: number; delayMs: number }): Promise<string[]> {
  const ids: string[] = [];
  await pause(options.delayMs);
  const startedMs = performance.now();
  for (let count = 0; count < options.seconds; count += 1) {
    await pause(Math.max(0, startedMs + count * EVERY_MS - performance.now()));
    const side = count % 2 === 0 ? "Buy" : "Sell";
    const { retCode, retMsg, result } = await bot.post("/v5/order/create", { ...ORDER, side });
    if (retCode === 0) ids.push(String(result.orderId));
    else if (retCode !== 10016) throw new Error(`An order was rejected: ${retCode} ${retMsg}`);
  }
  return ids;
}

async function compare(bot: ApiBot, accepted: readonly string[]): Promise<BotsResult> {
  const { portfolioId } = bot.trader;
  const orders = await getDb().order.findMany({
    where: { portfolioId, kind: "market" },
    select: { clientOrderId: true },
  });
  const trades = await getDb().trade.findMany({ where: { portfolioId }, select: { seq: true } });
  const stored = orders.map(({ clientOrderId }) => clientOrderId);
  const expected = trades.map(({ seq }) => toExecutionUuid(portfolioId, seq));
  return {
    sent: accepted.length,
    stored: stored.length,
    missing: countDifferences(accepted, stored) + countDifferences(await listExecutions(bot), expected),
  };
}

async function listExecutions(bot: ApiBot): Promise<string[]> {
  const ids: string[] = [];
  let cursor = "";
  do {
    const { result } = await bot.get(
      "/v5/execution/list",
      `category=linear&limit=100&execType=Trade&cursor=${cursor}`,
    );
    ids.push(...(result.list as { execId: string }[]).map(({ execId }) => execId));
    cursor = String(result.nextPageCursor);
  } while (cursor !== "");
  return ids;
}

/** Ids that only one of the lists has, and repetitions in either. */
function countDifferences(ours: readonly string[], theirs: readonly string[]): number {
  const [a, b] = [new Set(ours), new Set(theirs)];
  const repeated = ours.length - a.size + theirs.length - b.size;
  const onlyIn = (one: Set<string>, other: Set<string>) => [...one].filter((id) => !other.has(id)).length;
  return repeated + onlyIn(a, b) + onlyIn(b, a);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
