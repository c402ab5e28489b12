import { randomUUID } from "node:crypto";
import type { ApiBot } from "@/bench/api/api-bot";
import { getDb } from "@/lib/db/client";
import { toExecutionUuid } from "@/lib/v5/wire/order-uuid";

const EVERY_MS = 1_000;
const ORDER = { symbol: "BTCUSDT", orderType: "Market", qty: "0.001" } as const;
/** Orders that still wait for a book are executed within this, in ms. */
const REST_MS = 8_000;
/** How often an order is sent again while no server answers, or the answer is that it may have been accepted. */
const MAX_TRIES = 40;
const RETRY_MS = 500;

/** Orders that were answered as accepted, those of them that are stored, and ids that are missing or occur twice. */
export type BotsResult = { sent: number; stored: number; missing: number };

/**
 * Every bot buys and sells in turn, an order a second; an order whose answer is lost is sent again under the same
 * `orderLinkId`. `atHalf` is called in the middle. Afterwards orders and executions are compared with the database.
 */
export async function measureBots(
  bots: readonly ApiBot[],
  { seconds, atHalf }: { seconds: number; atHalf?: () => Promise<void> },
): Promise<BotsResult> {
  const half = atHalf && pause((seconds * EVERY_MS) / 2).then(atHalf);
  const accepted = await Promise.all(
    bots.map((bot, index) => trade(bot, { seconds, delayMs: (index * EVERY_MS) / bots.length })),
  );
  await half;
  await pause(REST_MS);
  const results: BotsResult[] = [];
  for (const [index, bot] of bots.entries()) results.push(await compare(bot, accepted[index] ?? []));
  return results.reduce((sum, one) => ({
    sent: sum.sent + one.sent,
    stored: sum.stored + one.stored,
    missing: sum.missing + one.missing,
  }));
}

/** @returns the `orderLinkId` of each order that was answered as accepted */
async function trade(bot: ApiBot, options: { seconds: number; delayMs: number }): Promise<string[]> {
  const links: string[] = [];
  await pause(options.delayMs);
  const startedMs = performance.now();
  for (let count = 0; count < options.seconds; count += 1) {
    await pause(Math.max(0, startedMs + count * EVERY_MS - performance.now()));
    const orderLinkId = randomUUID();
    const side = count % 2 === 0 ? "Buy" : "Sell";
    if (await send(bot, { ...ORDER, side, orderLinkId })) links.push(orderLinkId);
  }
  return links;
}

/** @returns whether the order was accepted, by this attempt or an earlier one whose answer was lost */
async function send(
  bot: ApiBot,
  order: typeof ORDER & { side: string; orderLinkId: string },
): Promise<boolean> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const answer = await bot.post("/v5/order/create", order).catch(() => null);
    if (answer?.retCode === 0) return true;
    if (answer?.retCode === 110072) return isKnown(bot, order.orderLinkId);
    // 10016: there were no prices for it, or its commit is unknown.
    if (answer !== null && answer.retCode !== 10016)
      throw new Error(`An order was rejected: ${answer.retCode} ${answer.retMsg}`);
    await pause(RETRY_MS);
  }
  return false;
}

async function isKnown(bot: ApiBot, orderLinkId: string): Promise<boolean> {
  const { result } = await bot.get("/v5/order/realtime", `category=linear&orderLinkId=${orderLinkId}`);
  return (result.list as object[]).length > 0;
}

async function compare(bot: ApiBot, accepted: readonly string[]): Promise<BotsResult> {
  const { portfolioId } = bot.trader;
  const orders = await getDb().order.findMany({
    where: { portfolioId, kind: "market" },
    select: { clientOrderId: true },
  });
  const links = await getDb().orderLink.findMany({ where: { portfolioId } });
  const linkOf = new Map(links.map((link) => [link.clientOrderId, link.orderLinkId]));
  const trades = await getDb().trade.findMany({ where: { portfolioId }, select: { seq: true } });
  const stored = orders.map(({ clientOrderId }) => linkOf.get(clientOrderId) ?? clientOrderId);
  const expected = trades.map(({ seq }) => toExecutionUuid(portfolioId, seq));
  const kept = new Set(stored);
  const lost = accepted.filter((link) => !kept.has(link)).length;
  const sent = new Set(accepted);
  // An order that no bot knows of would be a second one of the same intention.
  const doubled = stored.length - kept.size + [...kept].filter((link) => !sent.has(link)).length;
  return {
    sent: accepted.length,
    stored: accepted.length - lost,
    missing: lost + doubled + countDifferences(await listExecutions(bot), expected),
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
