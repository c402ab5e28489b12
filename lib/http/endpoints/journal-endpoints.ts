import "server-only";
import { type Endpoint, EXAMPLE_PORTFOLIO } from "@/lib/http/endpoints/endpoint";
import * as journal from "@/lib/schemas/journal";
import * as journalResponses from "@/lib/schemas/journal-responses";

/** The journal: entries, notes, figures and exports. */
export const JOURNAL_ENDPOINTS = {
  "GET /api/journal": {
    access: "user",
    summary: "Entries of the journal.",
    query: journal.journalQuerySchema,
    response: journalResponses.journalPageSchema,
    portfolio: "filter",
    example: { query: { portfolioId: EXAMPLE_PORTFOLIO } },
  },
  "GET /api/journal/[id]": {
    access: "user",
    summary: "One entry.",
    params: journal.journalIdSchema,
    response: journalResponses.entryDetailSchema,
    example: { params: { id: "an-entry" } },
  },
  "PATCH /api/journal/[id]": {
    access: "user",
    summary: "Notes and tags of an entry.",
    params: journal.journalIdSchema,
    body: journal.annotateEntrySchema,
    response: journalResponses.entrySchema,
    example: { params: { id: "an-entry" }, body: { notes: "Early" } },
  },
  "GET /api/journal/days/[day]": {
    access: "user",
    summary: "The user's note on a day of the journal.",
    params: journal.dayParamsSchema,
    response: journalResponses.dayNoteSchema,
    example: { params: { day: "2026-11-24" } },
  },
  "PUT /api/journal/days/[day]": {
    access: "user",
    summary: "Replaces the user's note on a day of the journal. An empty note deletes it.",
    params: journal.dayParamsSchema,
    body: journal.dayNoteBodySchema,
    response: journalResponses.dayNoteSchema,
    example: { params: { day: "2026-11-24" }, body: { note: "Overtraded" } },
  },
  "GET /api/journal/export.csv": {
    access: "paid",
    summary:
      "The journal as CSV. A text that could be a formula, or that begins with an apostrophe, has an apostrophe before it.",
    limit: "export",
    query: journal.journalMetricsQuerySchema,
    portfolio: "filter",
    example: { query: { portfolioId: EXAMPLE_PORTFOLIO } },
  },
  "GET /api/journal/export.json": {
    access: "paid",
    summary: "The journal as JSON.",
    limit: "export",
    query: journal.journalMetricsQuerySchema,
    response: journalResponses.journalExportSchema,
    portfolio: "filter",
    example: { query: { portfolioId: EXAMPLE_PORTFOLIO } },
  },
  "GET /api/journal/heatmap": {
    access: "user",
    summary: "Results by day.",
    query: journal.heatmapQuerySchema,
    response: journalResponses.heatmapSchema,
    portfolio: "filter",
    example: { query: { year: "2026", portfolioId: EXAMPLE_PORTFOLIO } },
  },
  "GET /api/journal/metrics": {
    access: "user",
    summary: "Figures of the journal.",
    query: journal.journalMetricsQuerySchema,
    response: journalResponses.metricsSchema,
    portfolio: "filter",
    example: { query: { portfolioId: EXAMPLE_PORTFOLIO } },
  },
  "GET /api/journal/playbooks": {
    access: "user",
    summary: "The user's playbooks, by name.",
    response: journalResponses.playbooksSchema,
  },
  "POST /api/journal/playbooks": {
    access: "user",
    summary: "Writes a playbook. Trades with its name as their setup belong to it.",
    body: journal.playbookBodySchema,
    status: 201,
    response: journalResponses.playbookSchema,
    example: { body: { name: "Pullback", description: "In a trend", rules: ["Waited for the close"] } },
  },
  "PUT /api/journal/playbooks/[playbook]": {
    access: "user",
    summary: "Replaces a playbook. A new name becomes the setup of its trades, too.",
    params: journal.playbookParamsSchema,
    body: journal.playbookBodySchema,
    response: journalResponses.playbookSchema,
    example: { params: { playbook: "a-playbook" }, body: { name: "Breakout", rules: [] } },
  },
  "DELETE /api/journal/playbooks/[playbook]": {
    access: "user",
    summary: "Deletes a playbook. Its trades keep their setup.",
    params: journal.playbookParamsSchema,
    status: 204,
    example: { params: { playbook: "a-playbook" } },
  },
  "GET /api/journal/review": {
    access: "user",
    summary: "A review of a period.",
    query: journal.reviewQuerySchema,
    response: journalResponses.reviewSchema,
    portfolio: "filter",
    example: { query: { week: "2026-11-23", portfolioId: EXAMPLE_PORTFOLIO } },
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
