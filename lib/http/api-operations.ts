import "server-only";
import type { z } from "zod";
import * as account from "@/lib/schemas/account";
import { certificateStatementSchema } from "@/lib/schemas/certificate";
import * as challenge from "@/lib/schemas/challenge";
import * as journal from "@/lib/schemas/journal";
import { leaderboardQuerySchema, listingSchema } from "@/lib/schemas/leaderboard";
import { candlesQuerySchema } from "@/lib/schemas/market-requests";
import * as trading from "@/lib/schemas/trading";

/** One call of the public API, by the very schemas that its route parses with. */
export type ApiOperation = {
  says: string;
  access: "public" | "visitor" | "user";
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status of a success, and its body where a schema says what it is. */
  status?: number;
  answer?: z.ZodType;
};

/** What the API offers to the product's pages and to programs of its users. Admins' and machines' doors are not here. */
export const API_OPERATIONS: Readonly<Record<string, ApiOperation>> = {
  "GET /api/time": { says: "The server's clock.", access: "public" },
  "GET /api/health": { says: "How the parts of the service are.", access: "public" },
  "GET /api/instruments": { says: "What may be traded.", access: "public" },
  "GET /api/instruments/costs": { says: "Fees and risk tiers of a symbol.", access: "public" },
  "GET /api/announcements": { says: "What is announced now.", access: "public" },
  "GET /api/candles": {
    says: "Candles of a symbol, oldest first.",
    access: "public",
    query: candlesQuerySchema,
  },
  "GET /api/openapi.json": { says: "This description.", access: "public" },
  "GET /api/pay/callback": { says: "Where the payment provider sends payers back to.", access: "public" },
  "POST /api/auth/register": {
    says: "A new account with its practice portfolio.",
    access: "visitor",
    body: account.registerSchema,
    status: 201,
    answer: account.registeredSchema,
  },
  "POST /api/auth/password/forgot": {
    says: "Mails a link for a new password, if there is such an account.",
    access: "visitor",
    body: account.forgotPasswordSchema,
    status: 202,
  },
  "POST /api/auth/password/reset": {
    says: "A new password by a mailed link.",
    access: "visitor",
    body: account.resetPasswordSchema,
    status: 204,
  },
  "POST /api/auth/email/verify": {
    says: "Proves an address by a mailed link.",
    access: "visitor",
    body: account.verifyEmailSchema,
    status: 204,
  },
  "POST /api/monitoring": { says: "What broke in a page.", access: "visitor", status: 204 },
  "GET /api/account": { says: "One's own account.", access: "user", answer: account.accountSchema },
  "PATCH /api/account": {
    says: "Changes one's own profile.",
    access: "user",
    body: account.updateAccountSchema,
    answer: account.accountSchema,
  },
  "DELETE /api/account": {
    says: "Deletes one's own account.",
    access: "user",
    body: account.deleteAccountSchema,
    status: 204,
  },
  "GET /api/account/export": { says: "Everything that is kept about oneself.", access: "user" },
  "POST /api/account/password": {
    says: "Changes one's own password; every session ends.",
    access: "user",
    body: account.changePasswordSchema,
    status: 204,
  },
  "POST /api/account/verification": {
    says: "Mails the link that proves one's address again.",
    access: "user",
    status: 202,
  },
  "GET /api/account/sessions": {
    says: "One's own sessions.",
    access: "user",
    answer: account.sessionsSchema,
  },
  "DELETE /api/account/sessions": { says: "Signs out everywhere.", access: "user", status: 204 },
  "DELETE /api/account/sessions/[handle]": {
    says: "Ends one of one's own sessions.",
    access: "user",
    params: account.sessionParamsSchema,
    status: 204,
  },
  "POST /api/account/two-factor": {
    says: "A new secret for an authenticator.",
    access: "user",
    body: account.passwordSchema,
    answer: account.twoFactorSetupSchema,
  },
  "PUT /api/account/two-factor": {
    says: "Switches two-factor sign-in on.",
    access: "user",
    body: account.confirmTwoFactorSchema,
    answer: account.recoveryCodesSchema,
  },
  "DELETE /api/account/two-factor": {
    says: "Switches two-factor sign-in off.",
    access: "user",
    body: account.passwordSchema,
    status: 204,
  },
  "GET /api/portfolio": {
    says: "A portfolio with positions, open orders and margin.",
    access: "user",
    query: trading.portfolioQuerySchema,
  },
  "GET /api/portfolio/events": {
    says: "The log of a portfolio, newest first.",
    access: "user",
    query: trading.ordersQuerySchema,
  },
  "GET /api/portfolio/fills": {
    says: "Fills with their evidence, newest first.",
    access: "user",
    query: trading.ordersQuerySchema,
  },
  "GET /api/portfolios": { says: "One's portfolios.", access: "user" },
  "POST /api/portfolios": {
    says: "A further practice portfolio.",
    access: "user",
    body: trading.createPortfolioSchema,
  },
  "GET /api/portfolios/[id]/statement": {
    says: "A portfolio's statement.",
    access: "user",
    params: trading.portfolioParamsSchema,
  },
  "POST /api/portfolios/[id]/reset": {
    says: "Begins a practice portfolio anew.",
    access: "user",
    params: trading.portfolioParamsSchema,
    body: trading.resetPortfolioSchema,
  },
  "POST /api/orders": {
    says: "Places an order. Wants the header x-order-timestamp, in ms of the server's clock.",
    access: "user",
    body: trading.placeOrderSchema,
    status: 202,
  },
  "DELETE /api/orders": {
    says: "Cancels all open orders, or those of a symbol.",
    access: "user",
    query: trading.cancelOrdersQuerySchema,
  },
  "PATCH /api/orders/[id]": {
    says: "Amends an order.",
    access: "user",
    params: trading.orderParamsSchema,
    body: trading.amendOrderSchema,
  },
  "DELETE /api/orders/[id]": {
    says: "Cancels an order.",
    access: "user",
    params: trading.orderParamsSchema,
    query: trading.cancelOrderQuerySchema,
  },
  "GET /api/orders/open": { says: "Open orders.", access: "user", query: trading.ordersQuerySchema },
  "GET /api/orders/history": {
    says: "Orders at their end.",
    access: "user",
    query: trading.ordersQuerySchema,
  },
  "PATCH /api/positions/[symbol]": {
    says: "Sets leverage, stop-loss and take-profit.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.changePositionSchema,
  },
  "POST /api/positions/[symbol]/close": {
    says: "Closes a position or a part of it.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.closePositionSchema,
  },
  "POST /api/positions/[symbol]/reverse": {
    says: "Turns a position round.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.reversePositionSchema,
  },
  "POST /api/positions/close": {
    says: "Closes all positions.",
    access: "user",
    body: trading.closeAllSchema,
  },
  "GET /api/journal": {
    says: "Entries of the journal.",
    access: "user",
    query: journal.journalQuerySchema,
  },
  "GET /api/journal/[id]": { says: "One entry.", access: "user", params: journal.journalIdSchema },
  "PATCH /api/journal/[id]": {
    says: "Notes and tags of an entry.",
    access: "user",
    params: journal.journalIdSchema,
    body: journal.annotateEntrySchema,
  },
  "GET /api/journal/heatmap": {
    says: "Results by day.",
    access: "user",
    query: journal.heatmapQuerySchema,
  },
  "GET /api/journal/metrics": {
    says: "Figures of the journal.",
    access: "user",
    query: journal.journalMetricsQuerySchema,
  },
  "GET /api/journal/review": {
    says: "A review of a period.",
    access: "user",
    query: journal.reviewQuerySchema,
  },
  "GET /api/journal/export.csv": {
    says: "The journal as CSV.",
    access: "user",
    query: journal.journalMetricsQuerySchema,
  },
  "GET /api/journal/export.json": {
    says: "The journal as JSON.",
    access: "user",
    query: journal.journalMetricsQuerySchema,
  },
  "GET /api/certificates/statement": {
    says: "The log of one phase of a passed challenge.",
    access: "public",
    query: certificateStatementSchema,
  },
  "GET /api/challenges": { says: "One's challenges.", access: "user" },
  "POST /api/challenges": {
    says: "Starts a challenge.",
    access: "user",
    body: challenge.startChallengeSchema,
  },
  "GET /api/challenges/[id]": {
    says: "One challenge.",
    access: "user",
    params: challenge.challengeIdSchema,
  },
  "GET /api/challenges/[id]/evidence": {
    says: "What its verdict rests on.",
    access: "user",
    params: challenge.challengeIdSchema,
  },
  "GET /api/challenges/verdicts": {
    says: "Verdicts on a portfolio.",
    access: "user",
    query: challenge.verdictsQuerySchema,
  },
  "GET /api/leaderboard": { says: "The top of a window.", access: "public", query: leaderboardQuerySchema },
  "GET /api/leaderboard/me": { says: "One's own rank.", access: "user", query: leaderboardQuerySchema },
  "PATCH /api/leaderboard/me": {
    says: "Whether the leaderboard shows one's name.",
    access: "user",
    body: listingSchema,
  },
  "POST /api/pay/initialize": { says: "Opens a payment.", access: "user" },
};
