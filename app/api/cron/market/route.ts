import { randomUUID } from "node:crypto";
import { withCron } from "@/lib/http/with-cron";
import { getEnv } from "@/lib/infra/env";
import { ExtremeRecorder } from "@/lib/market/extreme-recorder";
import { createHandOverSignal } from "@/lib/market/hand-over";
import { runIngest } from "@/lib/market/run-ingest";
import { EquitySweeper } from "@/lib/prop/equity-sweeper";
import { createChangeSweeper, createOrderSweeper } from "@/lib/trading/order-sweeper";
import { SettleDriver } from "@/lib/trading/settle-driver";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

/** Started every minute; leads the market feed and settles its beats until the next run takes it over. */
export const GET = withCron("market", async () => {
  const { BYBIT_WS_URL, MARKET_SYMBOLS, INGEST_RUN_SECONDS } = getEnv();
  const driver = new SettleDriver();
  const recorder = new ExtremeRecorder();
  const equity = new EquitySweeper();
  const orders = createOrderSweeper();
  const changes = createChangeSweeper();
  const result = await runIngest({
    owner: randomUUID(),
    wsUrl: BYBIT_WS_URL,
    symbols: MARKET_SYMBOLS,
    runMs: INGEST_RUN_SECONDS * 1_000,
    signal: createHandOverSignal(),
    walkedThrough: (symbol) => driver.walkedThrough(symbol),
    onBeat: (paths) => {
      driver.take(paths);
      recorder.take(paths);
      equity.take(paths.map(({ symbol }) => symbol));
      orders.ask();
      changes.ask();
    },
  });
  await Promise.all([driver, recorder, equity, orders, changes].map((one) => one.finish()));
  return result;
});
