import { z } from "zod";
import { POSITION_SIDES } from "@/lib/core/engine/positions/position";
import { EXIT_REASONS } from "@/lib/core/journal/journal-record";
import { MOODS } from "@/lib/core/stats/breakdown";
import { isTimeZone } from "@/lib/core/time-zone";
import { isoDay } from "@/lib/schemas/iso-day";

/** Requests about the journal. Decimals are text, in quote currency where they are money. */

const zone = z.string().max(64).refine(isTimeZone, "is not a time zone, such as Europe/Prague");
const word = z.string().trim().min(1).max(40);

/** An instant in ISO 8601, or a whole day in the zone of the user's days. */
const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .refine((text) => text >= "1970" && text < "2101", "must lie between 1970 and 2100");

/**
 * Filter of entries; an absent field does not filter. `to` is the last day, or the first instant excluded.
 */
const filterShape = {
  portfolioId: z.string().max(64).optional(),
  symbol: z.string().max(30).optional(),
  side: z.enum(POSITION_SIDES).optional(),
  exitReason: z.enum(EXIT_REASONS).optional(),
  tag: word.optional(),
  mistake: word.optional(),
  setup: word.optional(),
  outcome: z.enum(["win", "loss"]).optional(),
  minRating: z.coerce.number().int().min(1).max(5).optional(),
  /** Trades without notes and without a rating. */
  review: z.enum(["needed"]).optional(),
  from: moment.optional(),
  to: moment.optional(),
};
const filterSchema = z.object(filterShape);
export type JournalFilter = z.output<typeof filterSchema>;

/** The filter in a page's URL; empty and invalid fields are left out. */
export function readJournalFilter(params: Record<string, string | string[] | undefined>): JournalFilter {
  return filterSchema.parse(pickValid(filterShape, params));
}

function pickValid(shape: Record<string, z.ZodType>, params: Record<string, string | string[] | undefined>) {
  const known = Object.entries(shape).flatMap(([name, schema]) => {
    const value = params[name] || undefined;
    return value !== undefined && schema.safeParse(value).success ? [[name, value]] : [];
  });
  return Object.fromEntries(known);
}

export const JOURNAL_TABS = ["overview", "trades", "calendar", "statistics", "playbooks", "replays"] as const;
export type JournalTab = (typeof JOURNAL_TABS)[number];

/** What trades can be sorted by: stored columns. */
export const ENTRY_SORTS = ["closed", "symbol", "net", "fees", "rating"] as const;
export type EntrySort = (typeof ENTRY_SORTS)[number];
export const SORT_ORDERS = ["desc", "asc"] as const;

/** The columns of the table of trades, in their order. */
export const ENTRY_COLUMNS = [
  "closed",
  "symbol",
  "side",
  "net",
  "r",
  "held",
  "exit",
  "quantity",
  "entry",
  "exitPrice",
  "mfe",
  "mae",
  "fees",
  "rating",
  "tags",
] as const;
export type EntryColumn = (typeof ENTRY_COLUMNS)[number];
export const DEFAULT_COLUMNS: readonly EntryColumn[] = [
  "closed",
  "symbol",
  "side",
  "net",
  "r",
  "held",
  "exit",
  "tags",
];

const viewShape = {
  tab: z.enum(JOURNAL_TABS).optional(),
  month: z
    .string()
    .regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
    .optional(),
  /** The day whose trades are shown below the calendar. */
  day: isoDay.optional(),
  sort: z.enum(ENTRY_SORTS).optional(),
  order: z.enum(SORT_ORDERS).optional(),
  /** Names of columns, separated by commas. */
  columns: z
    .string()
    .transform((text) => ENTRY_COLUMNS.filter((name) => text.split(",").includes(name)))
    .refine((names) => names.length > 0)
    .transform((names) => names.join(","))
    .optional(),
};
const viewSchema = z.object(viewShape);
/** What the journal's page shows besides the filter, as in its URL. */
export type JournalView = z.output<typeof viewSchema>;

/** The view in a page's URL; empty and invalid fields are left out. */
export function readJournalView(params: Record<string, string | string[] | undefined>): JournalView {
  return viewSchema.parse(pickValid(viewShape, params));
}

/** The available filter values of a user's entries. */
export type JournalFacets = Record<"symbols" | "setups" | "tags" | "mistakes", string[]> & {
  /** The portfolios that have entries, by name. */
  portfolios: { id: string; name: string }[];
};

/** Query of `GET /api/journal`: newest first unless sorted otherwise, paged by the cursor of the previous response. */
export const journalQuerySchema = z.object({
  ...filterShape,
  zone: zone.optional(),
  sort: z.enum(ENTRY_SORTS).default("closed"),
  order: z.enum(SORT_ORDERS).default("desc"),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Query of `GET /api/journal/metrics`, of the exports and of the weekly review. */
export const journalMetricsQuerySchema = z.object({
  ...filterShape,
  zone: zone.optional(),
  /** Net results of up to this amount count as break-even; left out, that of the user's settings. */
  band: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,18})?$/, "must be an amount")
    .optional(),
});
export type JournalMetricsQuery = z.output<typeof journalMetricsQuerySchema>;

/** Query of `GET /api/journal/heatmap`. */
export const heatmapQuerySchema = z.object({
  year: z.coerce.number().int().min(2000).max(2100),
  portfolioId: z.string().max(64).optional(),
  zone: zone.optional(),
});

/** Query of `GET /api/journal/review`: the week that begins on this Monday. */
export const reviewQuerySchema = z.object({
  week: isoDay,
  portfolioId: z.string().max(64).optional(),
  zone: zone.optional(),
});

export const journalIdSchema = z.object({ id: z.string().max(100) });

export const dayParamsSchema = z.object({ day: isoDay });

/** Body of `PUT /api/journal/days/[day]`: an empty note deletes it. */
export const dayNoteBodySchema = z.strictObject({
  note: z.string().trim().max(20_000, "may have at most 20,000 characters"),
});

/** From 1 (very bad) to 5 (very good). */
const mood = z.union(MOODS.map((one) => z.literal(one)));

/** A rule of a checklist. Exports join lists with semicolons. */
const rule = z
  .string()
  .trim()
  .min(1)
  .max(200, "may have at most 200 characters")
  .regex(/^[^;\r\n]*$/, "may have no semicolon and no line break");

/** Body of `POST /api/journal/playbooks` and `PUT /api/journal/playbooks/[playbook]`. */
export const playbookBodySchema = z.strictObject({
  /** The setup: trades with this name as their setup belong to the playbook. */
  name: word,
  description: z.string().trim().max(5_000, "may have at most 5,000 characters").default(""),
  rules: z
    .array(rule)
    .max(20, "may have at most 20 rules")
    .refine((rules) => new Set(rules).size === rules.length, "must differ from each other")
    .default([]),
});
export type PlaybookBody = z.output<typeof playbookBodySchema>;

export const playbookParamsSchema = z.object({ playbook: z.string().max(64) });

/** Body of `PATCH /api/journal/[id]`: an absent field is unchanged. */
export const annotateEntrySchema = z
  .strictObject({
    notes: z.string().max(20_000, "may have at most 20,000 characters").optional(),
    tags: z.array(word).max(20).optional(),
    mistakes: z.array(word).max(20).optional(),
    setup: word.nullable().optional(),
    /** Fills in the checklist of the setup's playbook: the rules that were kept, in its text; all others were not. */
    rulesKept: z.array(rule).max(20).optional(),
    rating: z.number().int().min(1).max(5).nullable().optional(),
    moodBefore: mood.nullable().optional(),
    moodAfter: mood.nullable().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "must change something");
export type AnnotateEntryBody = z.input<typeof annotateEntrySchema>;

export const JOURNAL_FIGURES = [
  "winRate",
  "profitFactor",
  "payoff",
  "expectancy",
  "expectancyRatio",
  "averageWin",
  "averageLoss",
  "averageR",
  "sqn",
  "kelly",
  "bestDayShare",
  "recovery",
] as const;
