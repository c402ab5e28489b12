import "server-only";
import type { z } from "zod";
import * as account from "@/lib/schemas/account";
import * as alerts from "@/lib/schemas/alerts";
import * as anchor from "@/lib/schemas/anchor";
import * as keys from "@/lib/schemas/api-keys";
import { certificateStatementSchema, statementSchema } from "@/lib/schemas/certificate";
import * as challenge from "@/lib/schemas/challenge";
import * as challengeAnswers from "@/lib/schemas/challenge-answers";
import { drawingsSchema, keptDrawingsSchema } from "@/lib/schemas/drawings";
import * as journal from "@/lib/schemas/journal";
import * as journalAnswers from "@/lib/schemas/journal-answers";
import * as leaderboard from "@/lib/schemas/leaderboard";
import * as market from "@/lib/schemas/market/market-answers";
import {
  candlesQuerySchema,
  instrumentsQuerySchema,
  tradingCostsQuerySchema,
} from "@/lib/schemas/market/market-requests";
import { openPaymentSchema, paymentOpenedSchema, renewalsStoppedSchema } from "@/lib/schemas/payment";
import { sharedSchema, shareSchema } from "@/lib/schemas/share";
import * as trading from "@/lib/schemas/trading";
import * as answers from "@/lib/schemas/trading-answers";

/** One operation of the public API, with the schemas that its route parses with. */
export type ApiOperation = {
  says: string;
  access: "public" | "visitor" | "user";
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status of a success, and the schema of its body, if any. */
  status?: number;
  answer?: z.ZodType;
};

/**
 * The API for the product's pages and for users' programs. Endpoints for admins and machines are not
 * included.
 */
export const API_OPERATIONS: Readonly<Record<string, ApiOperation>> = {
  "GET /api/time": { says: "The server's clock.", access: "public", answer: market.timeSchema },
  "GET /api/health": {
    says: "How the parts of the service are.",
    access: "public",
    answer: market.healthSchema,
  },
  "GET /api/instruments": {
    says: "What may be traded: all of it, or these symbols, separated by commas.",
    access: "public",
    query: instrumentsQuerySchema,
    answer: market.instrumentsSchema,
  },
  "GET /api/markets": {
    says: "Price, 24 h change, turnover and funding of every market.",
    access: "public",
    answer: market.marketsSchema,
  },
  "GET /api/instruments/costs": {
    says: "Filters, fees and risk tiers of a symbol.",
    access: "public",
    query: tradingCostsQuerySchema,
    answer: market.tradingCostsSchema,
  },
  "GET /api/announcements": {
    says: "What is announced now.",
    access: "public",
    answer: market.announcementsSchema,
  },
  "GET /api/candles": {
    says: "Candles of a symbol, oldest first.",
    access: "public",
    query: candlesQuerySchema,
    answer: market.candlesSchema,
  },
  "GET /api/openapi.json": { says: "This description.", access: "public" },
  "GET /api/pay/callback": { says: "Where the payment provider sends payers back to.", access: "public" },
  "POST /api/auth/register": {
    says: "A new account with its practice portfolio. Says the same where the address has an account.",
    access: "visitor",
    body: account.registerSchema,
    status: 202,
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
    says: "Verifies an address by a mailed link. Without a session of the account, a token to choose a password with.",
    access: "visitor",
    body: account.verifyEmailSchema,
    answer: account.emailVerifiedSchema,
  },
  "POST /api/monitoring": { says: "What broke in a page.", access: "visitor", status: 204 },
  "GET /api/drawings/[symbol]": {
    says: "What one drew on the chart of a symbol.",
    access: "user",
    params: trading.symbolParamsSchema,
    answer: keptDrawingsSchema,
  },
  "PUT /api/drawings/[symbol]": {
    says: "Keeps what one drew, in the place of what was kept before.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: drawingsSchema,
    answer: keptDrawingsSchema,
  },
  "GET /api/alerts": { says: "The user's alerts.", access: "user", answer: alerts.alertsSchema },
  "POST /api/alerts": {
    says: "Makes an alert, which is evaluated on the server from then on.",
    access: "user",
    body: alerts.createAlertSchema,
    status: 201,
    answer: alerts.alertSchema,
  },
  "GET /api/alerts/[id]": {
    says: "One of the user's alerts.",
    access: "user",
    params: alerts.alertIdSchema,
    answer: alerts.alertSchema,
  },
  "PATCH /api/alerts/[id]": {
    says: "Changes an alert. One whose level is moved, or that is started again, waits again.",
    access: "user",
    params: alerts.alertIdSchema,
    body: alerts.changeAlertSchema,
    answer: alerts.alertSchema,
  },
  "DELETE /api/alerts/[id]": {
    says: "Deletes an alert; its notifications stay.",
    access: "user",
    params: alerts.alertIdSchema,
    status: 204,
  },
  "GET /api/notifications": {
    says: "Notifications of fired alerts, newest first.",
    access: "user",
    query: alerts.notificationsQuerySchema,
    answer: alerts.notificationsSchema,
  },
  "POST /api/notifications/read": {
    says: "Marks all notifications up to an instant as read.",
    access: "user",
    body: alerts.readNotificationsSchema,
    answer: alerts.notificationsReadSchema,
  },
  "GET /api/push": {
    says: "The key that browsers subscribe to push messages with, and the number of subscribed browsers.",
    access: "user",
    answer: alerts.pushKeySchema,
  },
  "POST /api/push": {
    says: "Saves a browser's push subscription.",
    access: "user",
    body: alerts.pushSubscriptionSchema,
    status: 204,
  },
  "DELETE /api/push": {
    says: "Deletes a browser's push subscription.",
    access: "user",
    body: alerts.pushEndpointSchema,
    status: 204,
  },
  "POST /api/shares": {
    says: "A link to a picture of one's own fill or day.",
    access: "user",
    body: shareSchema,
    status: 201,
    answer: sharedSchema,
  },
  "GET /api/account": { says: "One's own account.", access: "user", answer: account.accountSchema },
  "PATCH /api/account": {
    says: "Changes one's own profile.",
    access: "user",
    body: account.updateAccountSchema,
    answer: account.accountSchema,
  },
  "DELETE /api/account": {
    says: "Deletes one's own account. Needs a recent proof.",
    access: "user",
    body: account.deleteAccountSchema,
    status: 204,
  },
  "GET /api/account/export": {
    says: "Everything that is kept about oneself.",
    access: "user",
    answer: account.exportSchema,
  },
  "GET /api/account/keys": {
    says: "One's own API keys, without secrets.",
    access: "user",
    answer: keys.apiKeysSchema,
  },
  "POST /api/account/keys": {
    says: "A new API key for one portfolio. Its secret is not shown again. Needs a recent proof.",
    access: "user",
    body: keys.createKeySchema,
    status: 201,
    answer: keys.createdKeySchema,
  },
  "DELETE /api/account/keys/[key]": {
    says: "Revokes an API key at once. Needs a recent proof.",
    access: "user",
    params: keys.keyParamsSchema,
    status: 204,
  },
  "POST /api/account/password": {
    says: "Changes one's own password; every session ends. Needs a recent proof.",
    access: "user",
    body: account.changePasswordSchema,
    status: 204,
  },
  "POST /api/account/verification": {
    says: "Mails the link that verifies one's address again.",
    access: "user",
    status: 202,
  },
  "POST /api/account/proof": {
    says: "Confirms by password or code that it is still the user who uses this session.",
    access: "user",
    body: account.proofSchema,
    status: 204,
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
    says: "A new secret for an authenticator. Needs a recent proof and a verified address.",
    access: "user",
    answer: account.twoFactorSetupSchema,
  },
  "PUT /api/account/two-factor": {
    says: "Switches two-factor sign-in on. Needs a recent proof.",
    access: "user",
    body: account.confirmTwoFactorSchema,
    answer: account.recoveryCodesSchema,
  },
  "DELETE /api/account/two-factor": {
    says: "Switches two-factor sign-in off. Needs a recent proof where there is a password.",
    access: "user",
    body: account.endTwoFactorSchema,
    status: 204,
  },
  "GET /api/portfolio": {
    says: "A portfolio with positions, open orders and margin.",
    access: "user",
    query: trading.portfolioQuerySchema,
    answer: answers.snapshotSchema,
  },
  "GET /api/portfolio/events": {
    says: "The log of a portfolio, newest first.",
    access: "user",
    query: trading.ordersQuerySchema,
    answer: answers.eventsPageSchema,
  },
  "GET /api/portfolio/fills": {
    says: "Fills with their evidence, newest first.",
    access: "user",
    query: trading.ordersQuerySchema,
    answer: answers.fillsPageSchema,
  },
  "GET /api/portfolios": {
    says: "One's portfolios.",
    access: "user",
    answer: answers.portfoliosResponseSchema,
  },
  "POST /api/portfolios": {
    says: "A further practice portfolio.",
    access: "user",
    body: trading.createPortfolioSchema,
    status: 201,
    answer: answers.snapshotSchema,
  },
  "GET /api/portfolios/[id]/statement": {
    says: "A portfolio's statement.",
    access: "user",
    params: trading.portfolioParamsSchema,
    answer: statementSchema,
  },
  "POST /api/portfolios/[id]/reset": {
    says: "Begins a practice portfolio again.",
    access: "user",
    params: trading.portfolioParamsSchema,
    body: trading.resetPortfolioSchema,
    answer: answers.tradingResponseSchema,
  },
  "POST /api/orders": {
    says: "Places an order. Wants the header x-order-timestamp, in ms of the server's clock.",
    access: "user",
    body: trading.placeOrderSchema,
    status: 202,
    answer: answers.tradingResponseSchema,
  },
  "DELETE /api/orders": {
    says: "Cancels all open orders, or those of a symbol.",
    access: "user",
    query: trading.cancelOrdersQuerySchema,
    answer: answers.tradingResponseSchema,
  },
  "PATCH /api/orders/[id]": {
    says: "Amends an order.",
    access: "user",
    params: trading.orderParamsSchema,
    body: trading.amendOrderSchema,
    answer: answers.tradingResponseSchema,
  },
  "DELETE /api/orders/[id]": {
    says: "Cancels an order.",
    access: "user",
    params: trading.orderParamsSchema,
    query: trading.cancelOrderQuerySchema,
    answer: answers.tradingResponseSchema,
  },
  "GET /api/orders/open": {
    says: "Open orders.",
    access: "user",
    query: trading.ordersQuerySchema,
    answer: answers.ordersPageSchema,
  },
  "GET /api/orders/history": {
    says: "Orders at their end.",
    access: "user",
    query: trading.ordersQuerySchema,
    answer: answers.ordersPageSchema,
  },
  "PATCH /api/positions/[symbol]": {
    says: "Sets leverage, stop-loss and take-profit.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.changePositionSchema,
    answer: answers.tradingResponseSchema,
  },
  "POST /api/positions/[symbol]/close": {
    says: "Closes a position or a part of it.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.closePositionSchema,
    status: 202,
    answer: answers.tradingResponseSchema,
  },
  "POST /api/positions/[symbol]/margin": {
    says: "Adds margin to an isolated position, or takes added margin out again.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.adjustMarginSchema,
    answer: answers.tradingResponseSchema,
  },
  "POST /api/positions/[symbol]/reverse": {
    says: "Turns a position round.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.reversePositionSchema,
    status: 202,
    answer: answers.tradingResponseSchema,
  },
  "POST /api/positions/close": {
    says: "Closes all positions that can be closed, and names the others with the reason.",
    access: "user",
    body: trading.closeAllSchema,
    status: 202,
    answer: answers.closeAllResponseSchema,
  },
  "GET /api/journal": {
    says: "Entries of the journal.",
    access: "user",
    query: journal.journalQuerySchema,
    answer: journalAnswers.journalPageSchema,
  },
  "GET /api/journal/[id]": {
    says: "One entry.",
    access: "user",
    params: journal.journalIdSchema,
    answer: journalAnswers.entryDetailSchema,
  },
  "PATCH /api/journal/[id]": {
    says: "Notes and tags of an entry.",
    access: "user",
    params: journal.journalIdSchema,
    body: journal.annotateEntrySchema,
    answer: journalAnswers.entrySchema,
  },
  "GET /api/journal/heatmap": {
    says: "Results by day.",
    access: "user",
    query: journal.heatmapQuerySchema,
    answer: journalAnswers.heatmapSchema,
  },
  "GET /api/journal/metrics": {
    says: "Figures of the journal.",
    access: "user",
    query: journal.journalMetricsQuerySchema,
    answer: journalAnswers.metricsSchema,
  },
  "GET /api/journal/review": {
    says: "A review of a period.",
    access: "user",
    query: journal.reviewQuerySchema,
    answer: journalAnswers.reviewSchema,
  },
  "GET /api/journal/export.csv": {
    says: "The journal as CSV. A text that could be a formula, or that begins with an apostrophe, has an apostrophe before it.",
    access: "user",
    query: journal.journalMetricsQuerySchema,
  },
  "GET /api/journal/export.json": {
    says: "The journal as JSON.",
    access: "user",
    query: journal.journalMetricsQuerySchema,
    answer: journalAnswers.journalExportSchema,
  },
  "GET /api/anchors": {
    says: "The public list of daily anchors: the root over the heads of all logs.",
    access: "public",
    query: anchor.anchorsQuerySchema,
    answer: anchor.anchorsSchema,
  },
  "GET /api/anchors/heads": {
    says: "The anchored heads of one portfolio, by its id.",
    access: "public",
    query: anchor.anchoredHeadsQuerySchema,
    answer: anchor.anchoredHeadsSchema,
  },
  "GET /api/certificates/statement": {
    says: "The log of one phase of a passed challenge.",
    access: "public",
    query: certificateStatementSchema,
    answer: statementSchema,
  },
  "GET /api/challenges": {
    says: "One's challenges.",
    access: "user",
    answer: challengeAnswers.challengesSchema,
  },
  "POST /api/challenges": {
    says: "Starts a challenge.",
    access: "user",
    body: challenge.startChallengeSchema,
    status: 201,
    answer: challengeAnswers.challengeSummarySchema,
  },
  "GET /api/challenges/[id]": {
    says: "One challenge.",
    access: "user",
    params: challenge.challengeIdSchema,
    answer: challengeAnswers.challengeDetailSchema,
  },
  "GET /api/challenges/[id]/evidence": {
    says: "What its verdict rests on.",
    access: "user",
    params: challenge.challengeIdSchema,
    answer: challengeAnswers.evidenceSchema,
  },
  "GET /api/challenges/verdicts": {
    says: "Verdicts on a portfolio.",
    access: "user",
    query: challenge.resultsQuerySchema,
    answer: challengeAnswers.resultsSchema,
  },
  "GET /api/leaderboard": {
    says: "The top of a window.",
    access: "public",
    query: leaderboard.leaderboardQuerySchema,
    answer: leaderboard.leaderboardSchema,
  },
  "GET /api/leaderboard/me": {
    says: "One's own rank.",
    access: "user",
    query: leaderboard.leaderboardQuerySchema,
    answer: leaderboard.ownPlaceSchema,
  },
  "PATCH /api/leaderboard/me": {
    says: "Whether the leaderboard shows one's name.",
    access: "user",
    body: leaderboard.listingSchema,
    answer: leaderboard.listingSchema,
  },
  "DELETE /api/pay/renewal": {
    says: "Ends what renews by itself.",
    access: "user",
    answer: renewalsStoppedSchema,
  },
  "POST /api/pay/initialize": {
    says: "Opens a payment.",
    access: "user",
    body: openPaymentSchema,
    status: 201,
    answer: paymentOpenedSchema,
  },
};
