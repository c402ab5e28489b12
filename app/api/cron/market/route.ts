import { randomUUID } from "node:crypto";
import { createAlertSweeper } from "@/lib/alerts/sweep/create-alert-sweeper";
import { EquitySweeper } from "@/lib/challenge/equity-sweeper";
import { findActiveSymbols } from "@/lib/db/portfolio/holders-of-symbol";
import { withCron } from "@/lib/http/route/with-cron";
import { getEnv } from "@/lib/infra/env/env";
import { createHandOverSignal } from "@/lib/market/ingest/create-hand-over-signal";
import { listFedSymbols } from "@/lib/market/ingest/list-fed-symbols";
import { PriceRangeRecorder } from "@/lib/market/ingest/price-range-recorder";
import { runIngest } from "@/lib/market/ingest/run-ingest";
import { listShards, type Shard, symbolsOfShard } from "@/lib/market/ingest/shards";
import { AppError } from "@/lib/schemas/api-error";
import {
  createChangeSweeper,
  createChaseSweeper,
  createDisconnectSweeper,
  createOrderSweeper,
  createTwapSweeper,
} from "@/lib/trading/orders/order-sweeper";
import { PricePathDriver } from "@/lib/trading/price-path/price-path-driver";
import { createWebhookSweeper } from "@/lib/webhooks/sweep-webhooks";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

/**
 * Started every minute; leads the market feed and processes its price paths until the next run takes over.
 * `?shard=0` leads only that part of `INGEST_SHARDS`; without it one call leads all of them, each under its
 * own lease.
 */
export const GET = withCron("market", async ({ query }) => {
  const shards = chooseShards(query.get("shard"));
  const symbols = await listFedSymbols();
  const signal = createHandOverSignal();
  const runs = await Promise.allSettled(
    shards.map((shard) => leadShard(shard, symbolsOfShard(symbols, shard), signal)),
  );
  const failed = runs.find((run) => run.status === "rejected");
  if (failed) throw failed.reason;
  return { shards: runs.flatMap((run) => (run.status === "fulfilled" ? run.value : [])) };
});

function chooseShards(wanted: string | null): Shard[] {
  const shards = listShards(getEnv().INGEST_SHARDS);
  if (wanted === null) return shards;
  const shard = shards.find(({ index }) => String(index) === wanted);
  if (!shard) throw new AppError("bad_request", `There are shards 0 to ${shards.length - 1}.`);
  return [shard];
}

async function leadShard(shard: Shard, symbols: readonly string[], signal: AbortSignal) {
  const { BYBIT_WS_URL, INGEST_RUN_SECONDS } = getEnv();
  const driver = new PricePathDriver();
  const recorder = new PriceRangeRecorder();
  const equity = new EquitySweeper();
  const orders = createOrderSweeper();
  const changes = createChangeSweeper();
  const twaps = createTwapSweeper();
  const disconnected = createDisconnectSweeper();
  // One leader is enough for all symbols: two would move each order twice.
  const chases = shard.index === 0 ? createChaseSweeper() : null;
  // One leader is enough for all symbols; the minute cron makes up for it.
  const alerts = shard.index === 0 ? createAlertSweeper() : null;
  const webhooks = shard.index === 0 ? createWebhookSweeper() : null;
  const result = await runIngest({
    owner: randomUUID(),
    wsUrl: BYBIT_WS_URL,
    shard,
    symbols,
    runMs: INGEST_RUN_SECONDS * 1_000,
    signal,
    walkedThrough: (symbol) => driver.walkedThrough(symbol),
    readActiveSymbols: findActiveSymbols,
    onPublish: (paths) => {
      driver.consume(paths);
      recorder.record(paths);
      equity.consume(paths.map(({ symbol }) => symbol));
      orders.ask();
      changes.ask();
      twaps.ask();
      disconnected.ask();
      chases?.ask();
      alerts?.ask();
      webhooks?.ask();
    },
  });
  await Promise.all(
    [driver, recorder, equity, orders, changes, twaps, chases, disconnected, alerts, webhooks].map((one) =>
      one?.finish(),
    ),
  );
  return result;
}
