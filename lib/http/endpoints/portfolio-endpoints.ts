import "server-only";
import { type Endpoint, EXAMPLE_ORDER, EXAMPLE_PORTFOLIO } from "@/lib/http/endpoints/endpoint";
import { ownLimitsResponseSchema, ownLimitsSchema } from "@/lib/schemas/challenge/own-limits";
import { statementSchema } from "@/lib/schemas/sharing/certificate";
import { sharedSchema, shareParamsSchema, shareSchema, sharesSchema } from "@/lib/schemas/sharing/share";
import * as trading from "@/lib/schemas/trading/trading";
import * as responses from "@/lib/schemas/trading/trading-responses";

/** Portfolios: state, log, limits, statement, and links to what happened in one. */
export const PORTFOLIO_ENDPOINTS = {
  "GET /api/portfolio": {
    access: "user",
    summary: "A portfolio with positions, open orders and margin.",
    query: trading.portfolioQuerySchema,
    response: responses.snapshotSchema,
    portfolio: "owner",
    example: { query: { id: EXAMPLE_PORTFOLIO } },
  },
  "GET /api/portfolio/events": {
    access: "user",
    summary: "The log of a portfolio, newest first.",
    query: trading.ordersQuerySchema,
    response: responses.eventsPageSchema,
    portfolio: "owner",
    example: { query: { portfolioId: EXAMPLE_PORTFOLIO } },
  },
  "GET /api/portfolio/fills": {
    access: "user",
    summary: "Fills with their evidence, newest first, by symbol, side and days of UTC.",
    query: trading.fillsQuerySchema,
    response: responses.fillsPageSchema,
    portfolio: "owner",
    example: { query: { portfolioId: EXAMPLE_PORTFOLIO, side: "buy" } },
  },
  "GET /api/portfolio/fills/export.csv": {
    access: "paid",
    summary: "Fills as CSV, at most 50,000. A text that could be a formula has an apostrophe before it.",
    limit: "export",
    query: trading.fillFilterSchema,
    portfolio: "owner",
    example: { query: { portfolioId: EXAMPLE_PORTFOLIO } },
  },
  "GET /api/portfolios": {
    access: "user",
    summary: "One's portfolios.",
    response: responses.portfoliosResponseSchema,
  },
  "GET /api/portfolios/[id]/statement": {
    access: "user",
    summary: "A portfolio's statement.",
    limit: "export",
    params: trading.portfolioParamsSchema,
    response: statementSchema,
    portfolio: "owner",
    example: { params: { id: EXAMPLE_PORTFOLIO } },
  },
  "POST /api/portfolios": {
    access: "user",
    summary: "A further practice portfolio.",
    body: trading.createPortfolioSchema,
    status: 201,
    response: responses.snapshotSchema,
    example: { body: { name: "Second" } },
  },
  "GET /api/portfolios/[id]/limits": {
    access: "user",
    summary: "The own limits of a portfolio, with the running day and the locks.",
    params: trading.portfolioParamsSchema,
    response: ownLimitsResponseSchema,
    portfolio: "owner",
    example: { params: { id: EXAMPLE_PORTFOLIO } },
  },
  "PUT /api/portfolios/[id]/limits": {
    access: "user",
    summary:
      "Replaces the own limits of a portfolio. Looser ones hold after the next reset, twelve hours at least.",
    params: trading.portfolioParamsSchema,
    body: ownLimitsSchema,
    response: ownLimitsResponseSchema,
    portfolio: "owner",
    example: {
      params: { id: EXAMPLE_PORTFOLIO },
      body: {
        dayLoss: "500",
        dayLossPercent: "5",
        lossesInRow: 50,
        tradesPerDay: 500,
        pauseMinutes: null,
        hours: null,
      },
    },
  },
  "PATCH /api/portfolios/[id]": {
    access: "user",
    summary: "Renames a portfolio, or archives a practice portfolio and puts it back.",
    params: trading.portfolioParamsSchema,
    body: trading.changePortfolioSchema,
    response: responses.portfoliosResponseSchema,
    portfolio: "owner",
    example: { params: { id: EXAMPLE_PORTFOLIO }, body: { name: "Swing" } },
  },
  "POST /api/portfolios/[id]/reset": {
    access: "user",
    summary: "Begins a practice portfolio again.",
    params: trading.portfolioParamsSchema,
    body: trading.resetPortfolioSchema,
    response: responses.tradingResponseSchema,
    portfolio: "owner",
    example: { params: { id: EXAMPLE_PORTFOLIO }, body: {} },
  },
  "PUT /api/portfolios/[id]/modes": {
    access: "user",
    summary:
      "Sets one-way or hedge mode of all symbols, and the margin mode, while nothing is open in what changes.",
    params: trading.portfolioParamsSchema,
    body: trading.changeModesSchema,
    response: responses.tradingResponseSchema,
    portfolio: "owner",
    example: { params: { id: EXAMPLE_PORTFOLIO }, body: { positionMode: "hedge" } },
  },
  "GET /api/shares": {
    access: "user",
    summary: "One's own links, newest first.",
    response: sharesSchema,
  },
  "DELETE /api/shares/[share]": {
    access: "user",
    summary: "Takes a link back: its page and picture are gone.",
    params: shareParamsSchema,
    status: 204,
    example: { params: { share: "a-share" } },
  },
  "POST /api/shares": {
    access: "user",
    summary: "A link to a picture of one's own fill or day.",
    body: shareSchema,
    status: 201,
    response: sharedSchema,
    portfolio: "owner",
    example: {
      body: {
        kind: "fill",
        portfolioId: EXAMPLE_PORTFOLIO,
        orderId: EXAMPLE_ORDER,
        at: "2026-01-01T00:00:00.000Z",
      },
    },
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
