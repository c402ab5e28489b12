import "server-only";
import { z } from "zod";
import { readChallenge } from "@/lib/challenge/read-challenge";
import { INTERVALS } from "@/lib/core/candle-interval";
import { listEntries } from "@/lib/journal/list-entries";
import { defineTool } from "@/lib/mcp/tool";
import { journalQuerySchema } from "@/lib/schemas/journal";
import { ordersQuerySchema } from "@/lib/schemas/trading/trading";
import {
  listFills,
  listOpenOrders,
  listOrderHistory,
  readPortfolioOf,
} from "@/lib/trading/portfolio/read-portfolio";
import { listCandles } from "@/lib/v5/market/list-candles";
import { listTickers, readOrderbook } from "@/lib/v5/market/read-market";

const symbol = z
  .string()
  .regex(/^[A-Z0-9]{2,30}$/, "must be a symbol such as BTCUSDT")
  .describe("Symbol of a USDT perpetual, such as BTCUSDT");
const pageOf = (most: number) => z.number().int().min(1).max(most).default(20);
const cursor = z.string().max(200).optional().describe("nextCursor of the page before");

/** Tools that read the market and the key's portfolio. */
export const READ_TOOLS = [
  defineTool({
    name: "get_ticker",
    description: "Newest price, mark, index, funding and 24 h figures of a symbol.",
    right: "read",
    input: z.strictObject({ symbol }),
    run: (_call, input) => listTickers(input),
  }),
  defineTool({
    name: "get_order_book",
    description: "Bids and asks of a symbol, best first, as [price, quantity].",
    right: "read",
    input: z.strictObject({ symbol, limit: pageOf(50) }),
    run: (_call, input) => readOrderbook(input),
  }),
  defineTool({
    name: "get_candles",
    description: "Candles of a symbol, newest first: start (ms), open, high, low, close, volume, turnover.",
    right: "read",
    input: z.strictObject({
      symbol,
      interval: z.enum(INTERVALS).describe("Minutes, or D, W, M"),
      limit: pageOf(500),
    }),
    run: (_call, input) => listCandles(input),
  }),
  defineTool({
    name: "get_portfolio",
    description:
      "The key's portfolio: balance, equity, free margin, positions with liquidation price, stop and target, open orders, and the floors of its challenge.",
    right: "read",
    input: z.strictObject({}),
    run: (call) => readPortfolioOf(call.userId, call.portfolioId),
  }),
  defineTool({
    name: "list_orders",
    description: "Open orders, or ended ones newest first, each with the reason of its end.",
    right: "read",
    input: z.strictObject({
      state: z.enum(["open", "ended"]),
      symbol: symbol.optional(),
      cursor,
      limit: pageOf(200),
    }),
    run: ({ userId, portfolioId }, { state, ...page }) => {
      const query = ordersQuerySchema.parse({ ...page, portfolioId });
      return state === "open" ? listOpenOrders(userId, query) : listOrderHistory(userId, query);
    },
  }),
  defineTool({
    name: "list_fills",
    description: "Fills newest first, each with the book levels that it took and its fee.",
    right: "read",
    input: z.strictObject({ cursor, limit: pageOf(200) }),
    run: ({ userId, portfolioId }, page) =>
      listFills(userId, ordersQuerySchema.parse({ ...page, portfolioId })),
  }),
  defineTool({
    name: "list_journal",
    description: "Closed round trips of the portfolio newest first, with net result, R, tags and notes.",
    right: "read",
    input: z.strictObject({ symbol: symbol.optional(), cursor, limit: pageOf(200) }),
    run: ({ userId, portfolioId }, page) =>
      listEntries(userId, journalQuerySchema.parse({ ...page, portfolioId })),
  }),
  defineTool({
    name: "get_challenge",
    description:
      "The challenge of the portfolio: rules with their headroom, target, trading days. Null in practice.",
    right: "read",
    input: z.strictObject({}),
    run: async ({ userId, portfolioId }) => {
      const { challenge } = await readPortfolioOf(userId, portfolioId);
      if (challenge === null) return { challenge: null };
      const { history: _floorsOverTime, ...shown } = await readChallenge(userId, challenge.challengeId);
      return { challenge: shown };
    },
  }),
];
