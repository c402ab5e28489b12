import { z } from "zod";
import { INTERVALS } from "@/lib/core/candle-interval";
import { POSITION_SIDES } from "@/lib/core/engine/positions/position";
import { COMPARED_FIGURES } from "@/lib/core/journal/compare-week";
import { EXIT_REASONS } from "@/lib/core/journal/journal-record";
import { JOURNAL_FIGURES } from "@/lib/schemas/journal";
import { candleSchema } from "@/lib/schemas/market/market";
import { fillSchema } from "@/lib/schemas/trading/trading-responses";

/** Responses about the journal. Decimals are text, in quote currency where they are money. */

const decimal = z.string();
const instant = z.string();
const count = z.number().int();
const exitReason = z.enum(EXIT_REASONS);

export const figureSchema = z.union([
  z.object({ value: z.string(), why: z.null() }),
  z.object({ value: z.null(), why: z.string() }),
]);
/** A figure of the journal: its value as text, or why there is none. */
export type FigureDto = z.infer<typeof figureSchema>;

/**
 * One closed trade. `mfe`, `mae`: its best and worst gross profit while it was open, what was booked by then included;
 * null where no ticks were recorded.
 */
export const entrySchema = z.object({
  id: z.string(),
  portfolioId: z.string(),
  symbol: z.string(),
  side: z.enum(POSITION_SIDES),
  qty: decimal,
  entryPrice: decimal,
  exitPrice: decimal,
  leverage: decimal,
  gross: decimal,
  fees: decimal,
  funding: decimal,
  net: decimal,
  /** Risk of the entries, each by the stop in force when it was made; R is net ÷ risk. */
  risk: decimal.nullable(),
  initialStop: decimal.nullable(),
  initialTarget: decimal.nullable(),
  r: figureSchema,
  plannedRewardToRisk: figureSchema,
  mfe: decimal.nullable(),
  mae: decimal.nullable(),
  efficiency: figureSchema,
  exitReason,
  openedAt: instant,
  closedAt: instant,
  notes: z.string(),
  tags: z.array(z.string()),
  mistakes: z.array(z.string()),
  setup: z.string().nullable(),
  /** The rules of the setup's playbook when its checklist was filled in; both empty where it was not. */
  rulesKept: z.array(z.string()),
  rulesBroken: z.array(z.string()),
  rating: count.nullable(),
  /** From 1 (very bad) to 5 (very good). */
  moodBefore: count.nullable(),
  moodAfter: count.nullable(),
});
export type JournalEntryDto = z.infer<typeof entrySchema>;

/** One trade with the data of its page. `candles` begin before the entry and end after the exit. */
export const entryDetailSchema = entrySchema.extend({
  fills: z.array(fillSchema),
  interval: z.enum(INTERVALS),
  candles: z.array(candleSchema),
  /** What the price did afterwards, at each time for which there are candles. Before fees. */
  afterExit: z.array(z.object({ afterMs: count, price: decimal, move: decimal, difference: decimal })),
  /** How it would have ended with the first stop and target unchanged; `gross` is before fees and funding. */
  untouched: z.union([
    z.object({
      exit: z.enum(["stop", "target", "still-open"]),
      price: decimal,
      at: instant,
      gross: decimal,
      why: z.null(),
    }),
    z.object({ why: z.string() }),
  ]),
});
export type JournalEntryDetail = z.infer<typeof entryDetailSchema>;

export const journalPageSchema = z.object({
  entries: z.array(entrySchema),
  nextCursor: z.string().nullable(),
  limitedToDays: count.nullable(),
});
export type JournalPage = z.infer<typeof journalPageSchema>;

export const heatmapSchema = z.object({
  year: count,
  zone: z.string(),
  net: decimal,
  /** What open positions have booked so far, which counts when they are closed; null without one. */
  open: decimal.nullable(),
  months: z.array(
    z.object({
      month: z.string(),
      net: decimal,
      closed: count,
      weeks: z.array(
        z.object({
          start: z.string(),
          net: decimal,
          days: z.array(z.object({ day: z.string(), net: decimal, closed: count })),
        }),
      ),
    }),
  ),
});
export type HeatmapDto = z.infer<typeof heatmapSchema>;

const bucketSchema = z.object({
  name: z.string(),
  count,
  net: decimal,
  winRate: figureSchema,
  expectancy: decimal,
  isThin: z.boolean(),
});
export type BucketDto = z.infer<typeof bucketSchema>;

const groupResultSchema = z.object({ count, net: decimal, averageR: figureSchema });

/** The trades of one playbook; `name` is null for those of none. `rulesKept`: of all rules of filled-in checklists. */
const playbookRowSchema = groupResultSchema.extend({
  name: z.string().nullable(),
  winRate: figureSchema,
  rulesKept: figureSchema,
  allKept: groupResultSchema,
  notAllKept: groupResultSchema,
  isThin: z.boolean(),
});
export type PlaybookRowDto = z.infer<typeof playbookRowSchema>;

/**
 * From equity with its open profit, of all trades. `amount` is the deepest fall in money, `fraction` the deepest as a
 * part of its peak: they may be two falls. The curve begins at zero.
 */
const equitySchema = z.object({
  curve: z.array(z.object({ at: instant, profit: decimal, drawdown: decimal })),
  profit: decimal,
  maxDrawdown: z.object({ amount: decimal, fraction: decimal, longestUnderWaterMs: z.number() }),
  figures: z.record(z.enum(["recovery", "sharpe", "sortino", "cagr", "calmar"]), figureSchema),
});
export type EquityMetricsDto = z.infer<typeof equitySchema>;

export const metricsSchema = z.object({
  zone: z.string(),
  count,
  wins: count,
  losses: count,
  breakEvens: count,
  net: decimal,
  gross: decimal,
  fees: decimal,
  funding: decimal,
  longestWinStreak: count,
  longestLossStreak: count,
  currentStreak: count,
  figures: z.record(z.enum(JOURNAL_FIGURES), figureSchema),
  isSqnProvisional: z.boolean(),
  /** Net results of up to this amount counted as break-even. */
  breakEvenBand: decimal,
  /** Trades by their R, from `from` to below `to`; null where the bucket is open. */
  rDistribution: z.array(z.object({ from: z.number().nullable(), to: z.number().nullable(), count })),
  /** Best and worst open result of the newest trades, in R; those without a stop or a recorded price are left out. */
  excursions: z.array(z.object({ id: z.string(), mfe: decimal, mae: decimal, r: decimal })),
  /** Trades that are not among them: without an R, and with one but without the prices while they were open. */
  unmeasuredExcursions: z.object({ withoutR: count, withoutPrices: count }),
  breakdowns: z.record(z.string(), z.array(bucketSchema)),
  /** Empty for a user without a playbook. */
  playbooks: z.array(playbookRowSchema),
  /** Closed profit after each trade, from zero, with the fall from its peak. */
  curve: z.array(z.object({ at: instant, net: decimal, drawdown: decimal })),
  maxDrawdown: z.object({ amount: decimal, longestUnderWaterMs: z.number() }),
  equity: equitySchema.nullable(),
});
export type JournalMetricsDto = z.infer<typeof metricsSchema>;

/** `GET` and `PUT /api/journal/days/[day]`; the note is empty where there is none. */
export const dayNoteSchema = z.object({ day: z.string(), note: z.string() });

/** `GET /api/journal/review`. */
const reviewedTradeSchema = entrySchema.pick({
  id: true,
  symbol: true,
  side: true,
  net: true,
  closedAt: true,
});
export const reviewSchema = z.object({
  week: z.string(),
  zone: z.string(),
  sentences: z.array(z.string()),
  /** Of sums the mean of a week, of rates that of all trades of the `weeks` weeks before, at most four. */
  comparison: z.object({
    weeks: z.number().int(),
    figures: z.array(z.object({ name: z.enum(COMPARED_FIGURES), week: figureSchema, before: figureSchema })),
  }),
  /** `worst` is null also where it is the best one. */
  best: reviewedTradeSchema.nullable(),
  worst: reviewedTradeSchema.nullable(),
  question: z.string(),
});
export type ReviewDto = z.infer<typeof reviewSchema>;

/** `GET /api/journal/export.json`. */
export const journalExportSchema = z.object({ exportedAt: instant, entries: z.array(entrySchema) });

/** A user's description of a setup, with its checklist. */
export const playbookSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  rules: z.array(z.string()),
  createdAt: instant,
});
export type PlaybookDto = z.infer<typeof playbookSchema>;

/** `GET /api/journal/playbooks`. */
export const playbooksSchema = z.object({ playbooks: z.array(playbookSchema) });
