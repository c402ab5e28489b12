import "server-only";
import type { Endpoint } from "@/lib/http/endpoints/endpoint";
import { deskSettingsSchema } from "@/lib/schemas/desk-settings";
import { drawingsSchema, savedDrawingsSchema } from "@/lib/schemas/drawings";
import {
  candleFileQuerySchema,
  candlesQuerySchema,
  instrumentsQuerySchema,
  tradingCostsQuerySchema,
} from "@/lib/schemas/market/market-requests";
import * as market from "@/lib/schemas/market/market-responses";
import * as trading from "@/lib/schemas/trading/trading";

/** Instruments, prices and candles, a chart's drawings, the terminal's settings, and the stream. */
export const MARKET_ENDPOINTS = {
  "GET /api/candles": {
    access: "public",
    summary: "Candles of a symbol, oldest first.",
    query: candlesQuerySchema,
    response: market.candlesSchema,
    example: { query: { symbol: "BTCUSDT", interval: "1" } },
  },
  "GET /api/candles/file": {
    access: "public",
    summary:
      "One-minute candles of a whole month or day, or its mark prices and funding, as bytes (lib/lab/candles/candle-file.ts).",
    query: candleFileQuerySchema,
    example: { query: { symbol: "BTCUSDT", period: "2025-06-01" } },
  },
  "GET /api/desk-settings": {
    access: "user",
    summary: "What one has set on the terminal. Parts that were never saved are left out.",
    response: deskSettingsSchema,
  },
  "PUT /api/desk-settings": {
    access: "user",
    summary: "Saves parts of what one has set on the terminal; parts that are left out stay.",
    body: deskSettingsSchema,
    response: deskSettingsSchema,
    example: { body: { watchlist: ["BTCUSDT"] } },
  },
  "GET /api/drawings/[symbol]": {
    access: "user",
    summary: "What one drew on the chart of a symbol.",
    params: trading.symbolParamsSchema,
    response: savedDrawingsSchema,
    example: { params: { symbol: "BTCUSDT" } },
  },
  "PUT /api/drawings/[symbol]": {
    access: "user",
    summary: "Keeps what one drew, in the place of what was kept before.",
    params: trading.symbolParamsSchema,
    body: drawingsSchema,
    response: savedDrawingsSchema,
    example: { params: { symbol: "BTCUSDT" }, body: { drawings: [] } },
  },
  "GET /api/instruments": {
    access: "public",
    summary: "What may be traded: all of it, or these symbols, separated by commas.",
    query: instrumentsQuerySchema,
    response: market.instrumentsSchema,
  },
  "GET /api/instruments/book": {
    access: "public",
    summary: "The order book of a symbol with 500 levels a side, at most a second old.",
    query: tradingCostsQuerySchema,
    response: market.deepBookSchema,
    example: { query: { symbol: "BTCUSDT" } },
  },
  "GET /api/instruments/costs": {
    access: "public",
    summary: "Filters, fees and risk tiers of a symbol.",
    query: tradingCostsQuerySchema,
    response: market.tradingCostsSchema,
    example: { query: { symbol: "BTCUSDT" } },
  },
  "GET /api/instruments/funding": {
    access: "public",
    summary: "The last 200 settled funding rates of a symbol, newest first.",
    query: tradingCostsQuerySchema,
    response: market.fundingRatesSchema,
    example: { query: { symbol: "BTCUSDT" } },
  },
  "GET /api/markets": {
    access: "public",
    summary: "Price, 24 h change, turnover and funding of every market.",
    response: market.marketsSchema,
  },
  "GET /api/stream": { access: "stream" },
} as const satisfies Readonly<Record<string, Endpoint>>;
