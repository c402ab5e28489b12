import "server-only";
import type { z } from "zod";
import * as passkeys from "@/lib/schemas/access/passkeys";
import { signInsSchema } from "@/lib/schemas/access/sign-in";
import * as account from "@/lib/schemas/account";
import * as alerts from "@/lib/schemas/alerts";
import * as challenge from "@/lib/schemas/challenge";
import * as challengeResponses from "@/lib/schemas/challenge-responses";
import * as competitions from "@/lib/schemas/competitions";
import { drawingsSchema, savedDrawingsSchema } from "@/lib/schemas/drawings";
import * as imports from "@/lib/schemas/imports";
import * as journal from "@/lib/schemas/journal";
import * as journalResponses from "@/lib/schemas/journal-responses";
import * as leaderboard from "@/lib/schemas/leaderboard";
import {
  candlesQuerySchema,
  instrumentsQuerySchema,
  tradingCostsQuerySchema,
} from "@/lib/schemas/market/market-requests";
import * as market from "@/lib/schemas/market/market-responses";
import { ownLimitsResponseSchema, ownLimitsSchema } from "@/lib/schemas/own-limits";
import { openPaymentSchema, paymentOpenedSchema, renewalsStoppedSchema } from "@/lib/schemas/payment";
import * as keys from "@/lib/schemas/programs/api-keys";
import * as hooks from "@/lib/schemas/programs/hooks";
import * as webhooks from "@/lib/schemas/programs/webhooks";
import * as anchor from "@/lib/schemas/sharing/anchor";
import { certificateStatementSchema, statementSchema } from "@/lib/schemas/sharing/certificate";
import { sharedSchema, shareSchema } from "@/lib/schemas/sharing/share";
import * as trading from "@/lib/schemas/trading";
import * as responses from "@/lib/schemas/trading-responses";

/** One operation of the public API, with the schemas that its route parses with. */
export type ApiOperation = {
  summary: string;
  access: "public" | "visitor" | "user";
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status of a success, and the schema of its body, if any. */
  status?: number;
  response?: z.ZodType;
};

/**
 * The API for the product's pages and for users' programs. Endpoints for admins and machines are not
 * included.
 */
export const API_OPERATIONS: Readonly<Record<string, ApiOperation>> = {
  "GET /api/time": { summary: "The server's clock.", access: "public", response: market.timeSchema },
  "GET /api/health": {
    summary: "How the parts of the service are.",
    access: "public",
    response: market.healthSchema,
  },
  "GET /api/instruments": {
    summary: "What may be traded: all of it, or these symbols, separated by commas.",
    access: "public",
    query: instrumentsQuerySchema,
    response: market.instrumentsSchema,
  },
  "GET /api/markets": {
    summary: "Price, 24 h change, turnover and funding of every market.",
    access: "public",
    response: market.marketsSchema,
  },
  "GET /api/instruments/costs": {
    summary: "Filters, fees and risk tiers of a symbol.",
    access: "public",
    query: tradingCostsQuerySchema,
    response: market.tradingCostsSchema,
  },
  "GET /api/announcements": {
    summary: "What is announced now.",
    access: "public",
    response: market.announcementsSchema,
  },
  "GET /api/candles": {
    summary: "Candles of a symbol, oldest first.",
    access: "public",
    query: candlesQuerySchema,
    response: market.candlesSchema,
  },
  "GET /api/openapi.json": { summary: "This description.", access: "public" },
  "GET /api/openapi-v5.json": {
    summary: "The same of the Bybit v5 API, which programs use (/docs/api).",
    access: "public",
  },
  "GET /api/pay/callback": { summary: "Where the payment provider sends payers back to.", access: "public" },
  "POST /api/auth/register": {
    summary: "A new account with its practice portfolio. Says the same where the address has an account.",
    access: "visitor",
    body: account.registerSchema,
    status: 202,
    response: account.registeredSchema,
  },
  "POST /api/auth/passkey": {
    summary: "Options for a sign-in or a proof by passkey.",
    access: "visitor",
    body: passkeys.passkeyAssertionSchema,
    response: passkeys.passkeyOptionsSchema,
  },
  "POST /api/auth/password/forgot": {
    summary: "Mails a link for a new password, if there is such an account.",
    access: "visitor",
    body: account.forgotPasswordSchema,
    status: 202,
  },
  "POST /api/auth/password/reset": {
    summary: "A new password by the token of an e-mailed link.",
    access: "visitor",
    body: account.resetPasswordSchema,
    status: 204,
  },
  "POST /api/auth/email/verify": {
    summary:
      "Verifies an address by the token of an e-mailed link. Without a session of the account, a token to choose a password with.",
    access: "visitor",
    body: account.verifyEmailSchema,
    response: account.emailVerifiedSchema,
  },
  "POST /api/monitoring": { summary: "What broke in a page.", access: "visitor", status: 204 },
  "GET /api/drawings/[symbol]": {
    summary: "What one drew on the chart of a symbol.",
    access: "user",
    params: trading.symbolParamsSchema,
    response: savedDrawingsSchema,
  },
  "PUT /api/drawings/[symbol]": {
    summary: "Keeps what one drew, in the place of what was kept before.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: drawingsSchema,
    response: savedDrawingsSchema,
  },
  "GET /api/alerts": { summary: "The user's alerts.", access: "user", response: alerts.alertsSchema },
  "POST /api/alerts": {
    summary: "Makes an alert, which is evaluated on the server from then on.",
    access: "user",
    body: alerts.createAlertSchema,
    status: 201,
    response: alerts.alertSchema,
  },
  "GET /api/alerts/[id]": {
    summary: "One of the user's alerts.",
    access: "user",
    params: alerts.alertIdSchema,
    response: alerts.alertSchema,
  },
  "PATCH /api/alerts/[id]": {
    summary: "Changes an alert. One whose level is moved, or that is started again, waits again.",
    access: "user",
    params: alerts.alertIdSchema,
    body: alerts.changeAlertSchema,
    response: alerts.alertSchema,
  },
  "DELETE /api/alerts/[id]": {
    summary: "Deletes an alert; its notifications stay.",
    access: "user",
    params: alerts.alertIdSchema,
    status: 204,
  },
  "GET /api/notifications": {
    summary: "Notifications of fired alerts, newest first.",
    access: "user",
    query: alerts.notificationsQuerySchema,
    response: alerts.notificationsSchema,
  },
  "POST /api/notifications/read": {
    summary: "Marks all notifications up to an instant as read.",
    access: "user",
    body: alerts.readNotificationsSchema,
    response: alerts.notificationsReadSchema,
  },
  "GET /api/push": {
    summary: "The key that browsers subscribe to push messages with, and the number of subscribed browsers.",
    access: "user",
    response: alerts.pushKeySchema,
  },
  "POST /api/push": {
    summary: "Saves a browser's push subscription.",
    access: "user",
    body: alerts.pushSubscriptionSchema,
    status: 204,
  },
  "DELETE /api/push": {
    summary: "Deletes a browser's push subscription.",
    access: "user",
    body: alerts.pushEndpointSchema,
    status: 204,
  },
  "POST /api/shares": {
    summary: "A link to a picture of one's own fill or day.",
    access: "user",
    body: shareSchema,
    status: 201,
    response: sharedSchema,
  },
  "GET /api/account": { summary: "One's own account.", access: "user", response: account.accountSchema },
  "PATCH /api/account": {
    summary: "Changes one's own profile.",
    access: "user",
    body: account.updateAccountSchema,
    response: account.accountSchema,
  },
  "DELETE /api/account": {
    summary: "Deletes one's own account. Needs a recent proof.",
    access: "user",
    body: account.deleteAccountSchema,
    status: 204,
  },
  "GET /api/account/export": {
    summary: "Everything that is kept about oneself.",
    access: "user",
    response: account.exportSchema,
  },
  "GET /api/account/keys": {
    summary: "One's own API keys, without secrets.",
    access: "user",
    response: keys.apiKeysSchema,
  },
  "POST /api/account/keys": {
    summary: "A new API key for one portfolio. Its secret is not shown again. Needs a recent proof.",
    access: "user",
    body: keys.createKeySchema,
    status: 201,
    response: keys.createdKeySchema,
  },
  "DELETE /api/account/keys/[key]": {
    summary: "Revokes an API key at once. Needs a recent proof.",
    access: "user",
    params: keys.keyParamsSchema,
    status: 204,
  },
  "GET /api/account/hooks": {
    summary: "One's own hooks for TradingView alerts, without their tokens.",
    access: "user",
    response: hooks.hooksSchema,
  },
  "POST /api/account/hooks": {
    summary: "A new hook for one portfolio. Its URL is not shown again. Needs a recent proof.",
    access: "user",
    body: hooks.createHookSchema,
    status: 201,
    response: hooks.createdHookSchema,
  },
  "GET /api/account/hooks/calls": {
    summary: "The newest 200 alerts that one's own hooks received, and what came of each.",
    access: "user",
    response: hooks.hookCallsSchema,
  },
  "DELETE /api/account/hooks/[id]": {
    summary: "Revokes a hook at once. Needs a recent proof.",
    access: "user",
    params: hooks.hookParamsSchema,
    status: 204,
  },
  "GET /api/account/webhooks": {
    summary: "One's own webhooks without their secrets, and the messages that could not be delivered.",
    access: "user",
    response: webhooks.webhooksSchema,
  },
  "POST /api/account/webhooks": {
    summary: "A new webhook of one portfolio. Its secret is not shown again. Needs a recent proof.",
    access: "user",
    body: webhooks.createWebhookSchema,
    status: 201,
    response: webhooks.createdWebhookSchema,
  },
  "DELETE /api/account/webhooks/[id]": {
    summary: "Deletes a webhook with its messages.",
    access: "user",
    params: webhooks.webhookParamsSchema,
    status: 204,
  },
  "POST /api/account/webhooks/messages/[id]/resend": {
    summary: "Sends a message again that could not be delivered.",
    access: "user",
    params: webhooks.webhookParamsSchema,
    status: 204,
  },
  "GET /api/account/passkeys": {
    summary: "One's own passkeys.",
    access: "user",
    response: passkeys.passkeysSchema,
  },
  "POST /api/account/passkeys/options": {
    summary: "Options to create a passkey with. Needs a recent proof and a verified address.",
    access: "user",
    response: passkeys.passkeyOptionsSchema,
  },
  "POST /api/account/passkeys": {
    summary: "Adds a passkey, and lists all. Needs a recent proof.",
    access: "user",
    body: passkeys.addPasskeySchema,
    status: 201,
    response: passkeys.passkeysSchema,
  },
  "DELETE /api/account/passkeys/[id]": {
    summary: "Removes a passkey. Needs a recent proof.",
    access: "user",
    params: passkeys.passkeyParamsSchema,
    status: 204,
  },
  "GET /api/account/sign-ins": {
    summary: "One's own sign-ins of the last 90 days.",
    access: "user",
    response: signInsSchema,
  },
  "POST /api/account/password": {
    summary: "Changes one's own password; every session ends. Needs a recent proof.",
    access: "user",
    body: account.changePasswordSchema,
    status: 204,
  },
  "POST /api/account/verification": {
    summary: "Mails the link that verifies one's address again.",
    access: "user",
    status: 202,
  },
  "POST /api/account/proof": {
    summary: "Confirms by password, code or passkey that it is still the user who uses this session.",
    access: "user",
    body: account.proofSchema,
    status: 204,
  },
  "GET /api/account/sessions": {
    summary: "One's own sessions.",
    access: "user",
    response: account.sessionsSchema,
  },
  "DELETE /api/account/sessions": { summary: "Signs out everywhere.", access: "user", status: 204 },
  "DELETE /api/account/sessions/[handle]": {
    summary: "Ends one of one's own sessions.",
    access: "user",
    params: account.sessionParamsSchema,
    status: 204,
  },
  "POST /api/account/two-factor": {
    summary: "A new secret for an authenticator. Needs a recent proof and a verified address.",
    access: "user",
    response: account.twoFactorSetupSchema,
  },
  "PUT /api/account/two-factor": {
    summary: "Switches two-factor sign-in on. Needs a recent proof.",
    access: "user",
    body: account.confirmTwoFactorSchema,
    response: account.recoveryCodesSchema,
  },
  "DELETE /api/account/two-factor": {
    summary: "Switches two-factor sign-in off. Needs a recent proof where there is a password.",
    access: "user",
    body: account.endTwoFactorSchema,
    status: 204,
  },
  "GET /api/portfolio": {
    summary: "A portfolio with positions, open orders and margin.",
    access: "user",
    query: trading.portfolioQuerySchema,
    response: responses.snapshotSchema,
  },
  "GET /api/portfolio/events": {
    summary: "The log of a portfolio, newest first.",
    access: "user",
    query: trading.ordersQuerySchema,
    response: responses.eventsPageSchema,
  },
  "GET /api/portfolio/fills": {
    summary: "Fills with their evidence, newest first.",
    access: "user",
    query: trading.ordersQuerySchema,
    response: responses.fillsPageSchema,
  },
  "GET /api/portfolios": {
    summary: "One's portfolios.",
    access: "user",
    response: responses.portfoliosResponseSchema,
  },
  "POST /api/portfolios": {
    summary: "A further practice portfolio.",
    access: "user",
    body: trading.createPortfolioSchema,
    status: 201,
    response: responses.snapshotSchema,
  },
  "GET /api/portfolios/[id]/statement": {
    summary: "A portfolio's statement.",
    access: "user",
    params: trading.portfolioParamsSchema,
    response: statementSchema,
  },
  "PATCH /api/portfolios/[id]": {
    summary: "Renames a portfolio, or archives a practice portfolio and puts it back.",
    access: "user",
    params: trading.portfolioParamsSchema,
    body: trading.changePortfolioSchema,
    response: responses.portfoliosResponseSchema,
  },
  "POST /api/portfolios/[id]/reset": {
    summary: "Begins a practice portfolio again.",
    access: "user",
    params: trading.portfolioParamsSchema,
    body: trading.resetPortfolioSchema,
    response: responses.tradingResponseSchema,
  },
  "GET /api/competitions": {
    summary: "Public competitions and one's own ones; with `code` the one of that invitation.",
    access: "user",
    query: competitions.competitionsQuerySchema,
    response: competitions.competitionsResponseSchema,
  },
  "POST /api/competitions": {
    summary: "Makes a competition for friends, who enter with its code.",
    access: "user",
    body: competitions.createCompetitionSchema,
    status: 201,
    response: competitions.competitionResponseSchema,
  },
  "GET /api/competitions/[id]": {
    summary: "A competition, with one's own entry and standing.",
    access: "user",
    params: competitions.competitionParamsSchema,
    response: competitions.competitionResponseSchema,
  },
  "POST /api/competitions/[id]/entry": {
    summary: "Enters a competition with a portfolio of its own.",
    access: "user",
    params: competitions.competitionParamsSchema,
    body: competitions.enterCompetitionSchema,
    response: competitions.competitionResponseSchema,
  },
  "DELETE /api/competitions/[id]/entry": {
    summary: "Withdraws one's entry before the start.",
    access: "user",
    params: competitions.competitionParamsSchema,
    response: competitions.competitionResponseSchema,
  },
  "GET /api/competitions/standings": {
    summary: "The first hundred of a competition's table, at most a second old.",
    access: "public",
    query: competitions.standingsQuerySchema,
    response: competitions.standingsResponseSchema,
  },
  "GET /api/portfolios/[id]/limits": {
    summary: "The own limits of a portfolio, with the running day and the locks.",
    access: "user",
    params: trading.portfolioParamsSchema,
    response: ownLimitsResponseSchema,
  },
  "PUT /api/portfolios/[id]/limits": {
    summary:
      "Replaces the own limits of a portfolio. Looser ones hold after the next reset, twelve hours at least.",
    access: "user",
    params: trading.portfolioParamsSchema,
    body: ownLimitsSchema,
    response: ownLimitsResponseSchema,
  },
  "POST /api/orders/group": {
    summary: "Places a ladder or a pair of orders (OCO): all of them or none. Wants x-order-timestamp.",
    access: "user",
    body: trading.orderGroupSchema,
    status: 202,
    response: responses.tradingResponseSchema,
  },
  "POST /api/orders": {
    summary: "Places an order. Wants the header x-order-timestamp, in ms of the server's clock.",
    access: "user",
    body: trading.placeOrderSchema,
    status: 202,
    response: responses.tradingResponseSchema,
  },
  "DELETE /api/orders": {
    summary: "Cancels all open orders, or those of a symbol.",
    access: "user",
    query: trading.cancelOrdersQuerySchema,
    response: responses.tradingResponseSchema,
  },
  "PATCH /api/orders/[id]": {
    summary: "Amends an order.",
    access: "user",
    params: trading.orderParamsSchema,
    body: trading.amendOrderSchema,
    response: responses.tradingResponseSchema,
  },
  "DELETE /api/orders/[id]": {
    summary: "Cancels an order.",
    access: "user",
    params: trading.orderParamsSchema,
    query: trading.cancelOrderQuerySchema,
    response: responses.tradingResponseSchema,
  },
  "GET /api/orders/open": {
    summary: "Open orders.",
    access: "user",
    query: trading.ordersQuerySchema,
    response: responses.ordersPageSchema,
  },
  "GET /api/orders/history": {
    summary: "Orders at their end.",
    access: "user",
    query: trading.ordersQuerySchema,
    response: responses.ordersPageSchema,
  },
  "PATCH /api/positions/[symbol]": {
    summary: "Sets leverage, stop-loss and take-profit.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.changePositionSchema,
    response: responses.tradingResponseSchema,
  },
  "POST /api/positions/[symbol]/close": {
    summary: "Closes a position or a part of it.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.closePositionSchema,
    status: 202,
    response: responses.tradingResponseSchema,
  },
  "POST /api/positions/[symbol]/margin": {
    summary: "Adds margin to an isolated position, or takes added margin out again.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.adjustMarginSchema,
    response: responses.tradingResponseSchema,
  },
  "POST /api/positions/[symbol]/reverse": {
    summary: "Turns a position round.",
    access: "user",
    params: trading.symbolParamsSchema,
    body: trading.reversePositionSchema,
    status: 202,
    response: responses.tradingResponseSchema,
  },
  "POST /api/positions/close": {
    summary: "Closes all positions that can be closed, and names the others with the reason.",
    access: "user",
    body: trading.closeAllSchema,
    status: 202,
    response: responses.closeAllResponseSchema,
  },
  "GET /api/imports": {
    summary: "Imports of real trades, newest first.",
    access: "user",
    response: imports.importListSchema,
  },
  "POST /api/imports": {
    summary:
      "A file of real trades as the body: a preview of it, or with mode=commit its import. The format is recognised by the content.",
    access: "user",
    query: imports.importQuerySchema,
    response: imports.importResultSchema,
  },
  "GET /api/imports/[id]": {
    summary: "An import with its first rejected rows; while it is read, how far it is.",
    access: "user",
    params: imports.importIdSchema,
    response: imports.importDetailSchema,
  },
  "DELETE /api/imports/[id]": {
    summary: "Takes an import away as if it had never been.",
    access: "user",
    params: imports.importIdSchema,
    status: 204,
  },
  "GET /api/imports/[id]/rejected.csv": {
    summary: "The rejected rows of an import as CSV, each with its reason.",
    access: "user",
    params: imports.importIdSchema,
  },
  "GET /api/journal": {
    summary: "Entries of the journal.",
    access: "user",
    query: journal.journalQuerySchema,
    response: journalResponses.journalPageSchema,
  },
  "GET /api/journal/[id]": {
    summary: "One entry.",
    access: "user",
    params: journal.journalIdSchema,
    response: journalResponses.entryDetailSchema,
  },
  "PATCH /api/journal/[id]": {
    summary: "Notes and tags of an entry.",
    access: "user",
    params: journal.journalIdSchema,
    body: journal.annotateEntrySchema,
    response: journalResponses.entrySchema,
  },
  "GET /api/journal/days/[day]": {
    summary: "The user's note on a day of the journal.",
    access: "user",
    params: journal.dayParamsSchema,
    response: journalResponses.dayNoteSchema,
  },
  "PUT /api/journal/days/[day]": {
    summary: "Replaces the user's note on a day of the journal. An empty note deletes it.",
    access: "user",
    params: journal.dayParamsSchema,
    body: journal.dayNoteBodySchema,
    response: journalResponses.dayNoteSchema,
  },
  "GET /api/journal/heatmap": {
    summary: "Results by day.",
    access: "user",
    query: journal.heatmapQuerySchema,
    response: journalResponses.heatmapSchema,
  },
  "GET /api/journal/metrics": {
    summary: "Figures of the journal.",
    access: "user",
    query: journal.journalMetricsQuerySchema,
    response: journalResponses.metricsSchema,
  },
  "GET /api/journal/review": {
    summary: "A review of a period.",
    access: "user",
    query: journal.reviewQuerySchema,
    response: journalResponses.reviewSchema,
  },
  "GET /api/journal/export.csv": {
    summary:
      "The journal as CSV. A text that could be a formula, or that begins with an apostrophe, has an apostrophe before it.",
    access: "user",
    query: journal.journalMetricsQuerySchema,
  },
  "GET /api/journal/export.json": {
    summary: "The journal as JSON.",
    access: "user",
    query: journal.journalMetricsQuerySchema,
    response: journalResponses.journalExportSchema,
  },
  "GET /api/anchors": {
    summary: "The public list of daily anchors: the root over the heads of all logs.",
    access: "public",
    query: anchor.anchorsQuerySchema,
    response: anchor.anchorsSchema,
  },
  "GET /api/anchors/heads": {
    summary: "The anchored heads of one portfolio, by its id.",
    access: "public",
    query: anchor.anchoredHeadsQuerySchema,
    response: anchor.anchoredHeadsSchema,
  },
  "GET /api/certificates/statement": {
    summary: "The log of one phase of a passed challenge.",
    access: "public",
    query: certificateStatementSchema,
    response: statementSchema,
  },
  "GET /api/challenges": {
    summary: "One's challenges.",
    access: "user",
    response: challengeResponses.challengesSchema,
  },
  "POST /api/challenges": {
    summary: "Starts a challenge.",
    access: "user",
    body: challenge.startChallengeSchema,
    status: 201,
    response: challengeResponses.challengeSummarySchema,
  },
  "GET /api/challenges/[id]": {
    summary: "One challenge.",
    access: "user",
    params: challenge.challengeIdSchema,
    response: challengeResponses.challengeDetailSchema,
  },
  "GET /api/challenges/[id]/evidence": {
    summary: "The evidence of its result.",
    access: "user",
    params: challenge.challengeIdSchema,
    response: challengeResponses.evidenceSchema,
  },
  "GET /api/challenges/results": {
    summary: "Results of the plans on a portfolio's history.",
    access: "user",
    query: challenge.resultsQuerySchema,
    response: challengeResponses.resultsSchema,
  },
  "GET /api/leaderboard": {
    summary: "The top of a window.",
    access: "public",
    query: leaderboard.leaderboardQuerySchema,
    response: leaderboard.leaderboardSchema,
  },
  "GET /api/leaderboard/me": {
    summary: "One's own rank.",
    access: "user",
    query: leaderboard.leaderboardQuerySchema,
    response: leaderboard.ownPlaceSchema,
  },
  "PATCH /api/leaderboard/me": {
    summary: "Whether the leaderboard shows one's name.",
    access: "user",
    body: leaderboard.listingSchema,
    response: leaderboard.listingSchema,
  },
  "DELETE /api/pay/renewal": {
    summary: "Ends what renews by itself.",
    access: "user",
    response: renewalsStoppedSchema,
  },
  "POST /api/pay/initialize": {
    summary: "Opens a payment.",
    access: "user",
    body: openPaymentSchema,
    status: 201,
    response: paymentOpenedSchema,
  },
};
