import "server-only";
import type { Endpoint } from "@/lib/http/endpoints/endpoint";
import * as competitions from "@/lib/schemas/challenge/competitions";

/** Competitions, entries and standings. */
export const COMPETITION_ENDPOINTS = {
  "GET /api/competitions": {
    access: "user",
    summary: "Public competitions and one's own ones; with `code` the one of that invitation.",
    query: competitions.competitionsQuerySchema,
    response: competitions.competitionsResponseSchema,
  },
  "POST /api/competitions": {
    access: "user",
    summary: "Makes a competition for friends, who enter with its code.",
    body: competitions.createCompetitionSchema,
    status: 201,
    response: competitions.competitionResponseSchema,
    example: {
      body: { name: "A cup", startsAt: "2027-01-01T00:00:00.000Z", endsAt: "2027-01-31T00:00:00.000Z" },
    },
  },
  "GET /api/competitions/[id]": {
    access: "user",
    summary: "A competition, with one's own entry and standing.",
    params: competitions.competitionParamsSchema,
    response: competitions.competitionResponseSchema,
    example: { params: { id: "a-competition" } },
  },
  "POST /api/competitions/[id]/entry": {
    access: "user",
    summary: "Enters a competition with a portfolio of its own.",
    params: competitions.competitionParamsSchema,
    body: competitions.enterCompetitionSchema,
    response: competitions.competitionResponseSchema,
    example: { params: { id: "a-competition" }, body: {} },
  },
  "DELETE /api/competitions/[id]/entry": {
    access: "user",
    summary: "Withdraws one's entry before the start.",
    params: competitions.competitionParamsSchema,
    response: competitions.competitionResponseSchema,
    example: { params: { id: "a-competition" } },
  },
  "GET /api/competitions/standings": {
    access: "public",
    summary: "The first hundred of a competition's table, at most a second old.",
    query: competitions.standingsQuerySchema,
    response: competitions.standingsResponseSchema,
    example: { query: { id: "a-competition" } },
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
