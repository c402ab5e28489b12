import { type BenchRow, quantile } from "@/bench/bench-row";
import { atLeast, atMost } from "@/bench/lab/lab-rows";
import { makeCandles } from "@/bench/lab/measure-run";
import { findPlan } from "@/lib/core/challenge/plans";
import { fromNumber, type Price, type Qty } from "@/lib/core/decimal";
import { advanceReplay, canAdvance } from "@/lib/lab/replay/advance-replay";
import { buildReplayInstrument } from "@/lib/lab/replay/build-replay-instrument";
import { createReplay, type Replay } from "@/lib/lab/replay/replay";
import { rewindReplay } from "@/lib/lab/replay/rewind-replay";
import { tradeInReplay } from "@/lib/lab/replay/trade-in-replay";

const MINUTES = 14 * 1_440;
const DAY = 1_440;

/** L12: a replay under a challenge with a position and its stop; what a frame spends on drawing is the page's. */
export function measureReplay(): BenchRow[] {
  const columns = makeCandles(7, MINUTES);
  const replay = createReplay({
    columns,
    firstIndex: DAY,
    instrument: buildReplayInstrument("BTCUSDT", columns.close, null),
    plan: findPlan("trailing"),
    balance: 10_000,
    leverage: 10,
  });
  open(replay);
  const steps: number[] = [];
  const startedMs = performance.now();
  let count = 0;
  while (canAdvance(replay)) {
    const stepMs = performance.now();
    advanceReplay(replay);
    steps.push(performance.now() - stepMs);
    count += 1;
  }
  const rate = count / ((performance.now() - startedMs) / 1_000);
  const rewindMs = performance.now();
  rewindReplay(replay, DAY);
  return [
    atLeast("L12 lab: minutes of a replay a second, position and challenge", rate, 20_000, "limit"),
    atMost("L12 lab: one step of a replay, 99 of 100, ms", quantile(steps, 0.99), 50),
    atMost("L12 lab: rewind by a day, ms", performance.now() - rewindMs, 200),
  ];
}

function open(replay: Replay): void {
  const price = replay.columns.close[replay.revealed - 1] as number;
  tradeInReplay(replay, {
    type: "submit",
    order: {
      orderId: "bench",
      symbol: "BTCUSDT",
      side: "buy",
      kind: "market",
      qty: fromNumber(0.001) as Qty,
      attached: {
        stopLoss: { price: fromNumber(Math.round(price / 2)) as Price, by: "last" },
        takeProfit: null,
      },
    },
  });
}
