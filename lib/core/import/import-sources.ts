import type { ImportSource, ImportSourceId } from "@/lib/core/import/source";
import { BINANCE_FUNDING } from "@/lib/core/import/sources/binance-funding";
import { BINANCE_TRADES } from "@/lib/core/import/sources/binance-trades";
import { BYBIT_CLOSED } from "@/lib/core/import/sources/bybit-closed";
import { BYBIT_EXECUTIONS } from "@/lib/core/import/sources/bybit-executions";
import { BYBIT_LOG } from "@/lib/core/import/sources/bybit-log";
import { FUTURES_TRADES } from "@/lib/core/import/sources/futures-trades";
import { HYPERLIQUID_FUNDING, HYPERLIQUID_TRADES } from "@/lib/core/import/sources/hyperliquid";
import { MT5_DEALS } from "@/lib/core/import/sources/mt5-deals";
import { MT5_POSITIONS } from "@/lib/core/import/sources/mt5-positions";
import { OKX_LOG } from "@/lib/core/import/sources/okx-log";
import { OKX_POSITIONS } from "@/lib/core/import/sources/okx-positions";
import { TERMINAL_ZERO } from "@/lib/core/import/sources/terminal-zero";
import { TRADINGVIEW_LIST } from "@/lib/core/import/sources/tradingview-list";
import { TRADINGVIEW_ORDERS } from "@/lib/core/import/sources/tradingview-orders";

/** Every kind of file that can be imported. */
export const IMPORT_SOURCES: Readonly<Record<ImportSourceId, ImportSource>> = {
  "bybit-closed": BYBIT_CLOSED,
  "bybit-executions": BYBIT_EXECUTIONS,
  "bybit-log": BYBIT_LOG,
  "binance-trades": BINANCE_TRADES,
  "binance-funding": BINANCE_FUNDING,
  "okx-log": OKX_LOG,
  "okx-positions": OKX_POSITIONS,
  "hyperliquid-trades": HYPERLIQUID_TRADES,
  "hyperliquid-funding": HYPERLIQUID_FUNDING,
  "mt5-positions": MT5_POSITIONS,
  "mt5-deals": MT5_DEALS,
  "tradingview-list": TRADINGVIEW_LIST,
  "tradingview-orders": TRADINGVIEW_ORDERS,
  "futures-trades": FUTURES_TRADES,
  "terminal-zero": TERMINAL_ZERO,
};
