import "server-only";
import { createHash } from "node:crypto";
import { ONE, parseMoney } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";

/** Names of the portfolios, by the ledger of the files that share one. */
const LEDGER_NAMES: Readonly<Record<string, string>> = {
  "bybit-closed": "Bybit closed PnL (imported)",
  "bybit-executions": "Bybit executions (imported)",
  "bybit-log": "Bybit account log (imported)",
  binance: "Binance (imported)",
  "okx-log": "OKX history (imported)",
  "okx-positions": "OKX positions (imported)",
  hyperliquid: "Hyperliquid (imported)",
  mt5: "MetaTrader 5 (imported)",
  "mt5-deals": "MetaTrader 5 deals (imported)",
  "tradingview-list": "Strategy tester (imported)",
  "tradingview-orders": "Paper orders (imported)",
  "futures-trades": "Futures (imported)",
  "terminal-zero": "Terminal Zero (imported)",
};

/**
 * The portfolio of a user's imports of one ledger, opened on the first one with `capital` and locked at once,
 * so that it is never traded. Idempotent.
 */
export async function openImportPortfolio(
  userId: string,
  { ledger, capital }: { ledger: string; capital: string },
): Promise<string> {
  const digest = createHash("sha256").update(`import:${userId}:${ledger}`).digest("hex");
  const id = `i_${digest.slice(0, 24)}`;
  const nowMs = Date.now();
  const { state } = await openPortfolio({
    id,
    userId,
    name: LEDGER_NAMES[ledger] ?? "Imported",
    kind: "IMPORTED",
    marginMode: "isolated",
    opening: parseMoney(capital),
    leverage: ONE,
    rules: BYBIT,
    nowMs,
  });
  if (state.lock !== null) return id;
  await executeCommand(id, { type: "lock", reason: "imported" }, () => ({
    nowMs,
    rules: BYBIT,
    instruments: new Map(),
    markets: new Map(),
  }));
  return id;
}
