import { z } from "zod";
import { DAY_ORDERS } from "@/lib/core/import/read-clock-time";
import { IMPORT_SOURCE_IDS } from "@/lib/core/import/source";
import { STANDARD_OPENING } from "@/lib/core/opening";
import { isTimeZone } from "@/lib/core/time-zone";

/** Imports of real trades: the file is the request's body, everything else stands in the query. */

/** A file that is being read, or was. */
export const IMPORT_STATUSES = ["reading", "done"] as const;

/** The largest file, in bytes. */
export const MAX_IMPORT_BYTES = 256 * 1_024 * 1_024;

/** Rows of all imports of one user. */
export const MAX_IMPORTED_ROWS = 2_000_000;
/** Imports of one user. */
export const MAX_IMPORTS = 500;

export const IMPORT_NEEDS = ["zone", "dayOrder", "symbol"] as const;
/** What a file may leave open. */
export type ImportNeed = (typeof IMPORT_NEEDS)[number];

const choiceShape = {
  zone: z.string().max(64).refine(isTimeZone, "is not a time zone, such as Europe/Prague").optional(),
  dayOrder: z.enum(DAY_ORDERS).optional(),
  symbol: z
    .string()
    .trim()
    .regex(/^[\w:.!/@-]{1,30}$/, "must be a market, such as BTCUSDT")
    .optional(),
};
const choicesSchema = z.object(choiceShape);
/** What a trader chooses where the file leaves it open. */
export type ImportChoices = z.output<typeof choicesSchema>;

/** Query of `POST /api/imports`. `commit` writes, `preview` does not. */
export const importQuerySchema = z.object({
  ...choiceShape,
  mode: z.enum(["preview", "commit"]).default("preview"),
  fileName: z.string().trim().min(1).max(200).default("trades"),
  /** Generated once for each intended import, so that a retry imports nothing again. */
  id: z.uuid().optional(),
  /** Size of the account in quote currency: the base of returns and of what a challenge would have said. */
  capital: z
    .string()
    .regex(/^[1-9]\d{0,11}(\.\d{1,8})?$/, "must be an amount above 1")
    .default(STANDARD_OPENING),
});
export type ImportQuery = z.output<typeof importQuerySchema>;

export const importIdSchema = z.object({ id: z.uuid() });

const source = z.enum(IMPORT_SOURCE_IDS);
const rejectSchema = z.object({
  line: z.number().int(),
  code: z.string(),
  reason: z.string(),
  text: z.string(),
});
const sampleSchema = z.object({
  line: z.number().int(),
  kind: z.enum(["fill", "funding", "trip"]),
  at: z.string(),
  symbol: z.string(),
  side: z.enum(["buy", "sell", "long", "short"]).nullable(),
  qty: z.string().nullable(),
  price: z.string().nullable(),
  amount: z.string().nullable(),
});

export const importPreviewSchema = z.object({
  source,
  needs: z.array(z.enum(IMPORT_NEEDS)),
  /** Empty while it is not known. */
  zone: z.string(),
  rows: z.number().int(),
  ignored: z.number().int(),
  rejected: z.number().int(),
  /** Round trips of the file alone; null for a file that is too large to build them without writing. */
  trades: z.number().int().nullable(),
  sample: z.array(sampleSchema),
  rejects: z.array(rejectSchema),
});
export type ImportPreview = z.output<typeof importPreviewSchema>;

export const importSchema = z.object({
  id: z.string(),
  portfolioId: z.string(),
  source,
  fileName: z.string(),
  status: z.enum(IMPORT_STATUSES),
  /** Fraction of the file that is read. */
  progress: z.number(),
  zone: z.string(),
  rows: z.number().int(),
  ignored: z.number().int(),
  trades: z.number().int(),
  duplicates: z.number().int(),
  rejected: z.number().int(),
  openPositions: z.number().int(),
  /** Fees in coins that are not the quote currency, by coin: not counted. */
  otherFees: z.record(z.string(), z.string()),
  createdAt: z.string(),
});
export type ImportDto = z.output<typeof importSchema>;

export const importListSchema = z.object({ imports: z.array(importSchema) });
export const importDetailSchema = importSchema.extend({ rejects: z.array(rejectSchema) });
export type ImportDetail = z.output<typeof importDetailSchema>;
/** The response of `POST /api/imports`: a preview, or the import. */
export const importResultSchema = z.union([importPreviewSchema, importSchema]);
