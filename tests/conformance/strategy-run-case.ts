import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseCandlesCsv } from "@/lib/lab/candles/parse-candles-csv";
import { parseRunConfig } from "@/lib/lab/run/parse-run-config";
import { TRADE_COLUMNS } from "@/lib/lab/run/report/to-run-result";
import { runBacktest } from "@/lib/lab/run/run-backtest";
import { loadStrategies } from "@/scripts/lab/load-strategies";
import { type Case, listAt, objectAt } from "@/tests/conformance/case-file";
import { findDifferences } from "@/tests/conformance/compare";

const STRATEGY = "tests/lab/strategies/ladder.ts";
const FROM_MS = Date.parse("2025-06-01T00:00:00Z");
const TO_MS = Date.parse("2025-06-29T00:00:00Z");

/** The recorded candles of the run, or null: they may not be part of the project. */
export function findRecordedCandles(): string | null {
  const folder = process.env.TZ_SHARED_DIR ?? "../shared";
  const path = join(folder, "data/bybit_linear_klines/BTCUSDT_1m.csv.gz");
  return existsSync(path) ? path : null;
}

/** Runs the recorded run's strategy over its candles and returns how trades and balances differ. */
export function checkStrategyRun({ body }: Case, candles: string): string[] {
  const truth = objectAt(body, "truth");
  const simulation = runBacktest({
    config: parseRunConfig(body.config),
    strategies: loadStrategies(readFileSync(STRATEGY, "utf8"), STRATEGY),
    candles: new Map([["BTC-USDT", parseCandlesCsv(gunzipSync(readFileSync(candles)).toString("utf8"))]]),
    fromMs: FROM_MS,
    toMs: TO_MS,
  });
  const trades = simulation.trades.map((trade) => TRADE_COLUMNS.map((column) => trade[column]));
  const tolerance = { relative: 1e-6 };
  return [
    ...findDifferences(trades, listAt(truth, "trades"), tolerance, "trades"),
    ...findDifferences(simulation.dailyBalances, listAt(truth, "daily"), tolerance, "daily"),
  ];
}
