import "server-only";
import { type Endpoint, EXAMPLE_PORTFOLIO } from "@/lib/http/endpoints/endpoint";
import * as challenge from "@/lib/schemas/challenge/challenge";
import * as challengeResponses from "@/lib/schemas/challenge/challenge-responses";
import * as ownRules from "@/lib/schemas/challenge/own-rules";
import * as leaderboard from "@/lib/schemas/leaderboard";
import * as anchor from "@/lib/schemas/sharing/anchor";
import { certificateStatementSchema, statementSchema } from "@/lib/schemas/sharing/certificate";

/** Challenges, their evidence and anchors, and the leaderboard. */
export const CHALLENGE_ENDPOINTS = {
  "GET /api/anchors": {
    access: "public",
    summary: "The public list of daily anchors: the root over the heads of all logs.",
    query: anchor.anchorsQuerySchema,
    response: anchor.anchorsSchema,
  },
  "GET /api/anchors/heads": {
    access: "public",
    summary: "The anchored heads of one portfolio, by its id.",
    query: anchor.anchoredHeadsQuerySchema,
    response: anchor.anchoredHeadsSchema,
    portfolio: "public",
    example: { query: { portfolioId: EXAMPLE_PORTFOLIO } },
  },
  "GET /api/certificates/statement": {
    access: "public",
    summary: "The log of one phase of a passed challenge.",
    limit: "export",
    query: certificateStatementSchema,
    response: statementSchema,
    example: { query: { id: "a-challenge", phase: "1" } },
  },
  "GET /api/challenges": {
    access: "user",
    summary: "One's challenges.",
    response: challengeResponses.challengesSchema,
  },
  "POST /api/challenges": {
    access: "user",
    summary: "Starts a challenge.",
    body: challenge.startChallengeSchema,
    status: 201,
    response: challengeResponses.challengeSummarySchema,
    example: { body: { includedProduct: "sprint-10k" } },
  },
  "GET /api/challenges/[id]": {
    access: "user",
    summary: "One challenge.",
    params: challenge.challengeIdSchema,
    response: challengeResponses.challengeDetailSchema,
    example: { params: { id: "a-challenge" } },
  },
  "GET /api/challenges/[id]/evidence": {
    access: "user",
    summary: "The evidence of its result.",
    limit: "export",
    params: challenge.challengeIdSchema,
    response: challengeResponses.evidenceSchema,
    example: { params: { id: "a-challenge" } },
  },
  "GET /api/challenges/results": {
    access: "user",
    summary: "Results of the plans, or of one rulebook, on a portfolio's history.",
    limit: "export",
    query: challenge.resultsQuerySchema,
    response: challengeResponses.resultsSchema,
    portfolio: "filter",
    example: { query: { portfolioId: EXAMPLE_PORTFOLIO } },
  },
  "GET /api/rulebooks": {
    access: "user",
    summary: "One's saved rulebooks, newest first.",
    response: ownRules.rulebooksSchema,
  },
  "POST /api/rulebooks": {
    access: "user",
    summary: "Saves a rulebook of one's own.",
    body: ownRules.newRulebookSchema,
    status: 201,
    response: ownRules.rulebookSchema,
    example: { body: { name: "Mine", dailyLoss: "3", overallLoss: "6", target: "8", minTradingDays: "3" } },
  },
  "GET /api/rulebooks/[id]": {
    access: "user",
    summary: "A rulebook, one's own or shared by its id.",
    params: ownRules.rulebookIdSchema,
    response: ownRules.rulebookSchema,
    example: { params: { id: "a-rulebook" } },
  },
  "DELETE /api/rulebooks/[id]": {
    access: "user",
    summary: "Deletes one of one's rulebooks. Challenges under it keep their copy.",
    params: ownRules.rulebookIdSchema,
    status: 204,
    example: { params: { id: "a-rulebook" } },
  },
  "GET /api/leaderboard": {
    access: "public",
    summary: "The top of a window.",
    query: leaderboard.leaderboardQuerySchema,
    response: leaderboard.leaderboardSchema,
  },
  "GET /api/leaderboard/me": {
    access: "user",
    summary: "One's own rank.",
    query: leaderboard.leaderboardQuerySchema,
    response: leaderboard.ownPlaceSchema,
  },
  "PATCH /api/leaderboard/me": {
    access: "user",
    summary: "Whether the leaderboard shows one's name.",
    body: leaderboard.listingSchema,
    response: leaderboard.listingSchema,
    example: { body: { isListed: true } },
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
