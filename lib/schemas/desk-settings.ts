import { z } from "zod";
import { MAX_LAYOUTS, MAX_TEMPLATES } from "@/lib/schemas/desk-limits";

const symbol = z.string().min(1).max(32);
const indicators = z
  .array(
    z.strictObject({
      id: z.string().min(1).max(64),
      kind: z.string().min(1).max(32),
      values: z.array(z.number()).max(8),
      color: z.number().int().optional(),
      isHidden: z.boolean().optional(),
    }),
  )
  .max(50);

const chart = z.strictObject({
  style: z.string().max(32),
  scale: z.string().max(32),
  zone: z.string().max(64),
  hasFills: z.boolean(),
  hasDrawings: z.boolean(),
  hasCountdown: z.boolean(),
  compare: symbol.nullish(),
});
/** The charts shown at once; the first one shows the symbol of the page. */
const charts = z.strictObject({
  count: z.number().int().min(1).max(4),
  cells: z
    .array(
      z.strictObject({
        symbol: symbol.nullable(),
        interval: z.string().max(8),
        indicators: indicators.optional(),
        choices: chart.optional(),
      }),
    )
    .max(3),
});
/** Panels of the desk at each place, in the order of their tabs. */
const panels = z.strictObject({
  places: z.record(z.string().max(16), z.array(z.string().max(16)).max(8)),
  sizes: z.record(z.string().max(32), z.number()),
});

/**
 * What a user has set on the terminal, the same in all browsers. The page checks kinds, styles and zones when it reads
 * them, since they may be of another version of it.
 */
export const deskSettingsSchema = z
  .strictObject({
    indicators,
    /** Named sets of indicators. */
    templates: z.array(z.strictObject({ name: z.string().min(1).max(24), indicators })).max(MAX_TEMPLATES),
    /** Starred symbols, in the user's order. */
    watchlist: z.array(symbol).max(500),
    chart,
    charts,
    /** The panels as they are now. */
    panels,
    /** Named arrangements of panels and charts. */
    layouts: z.array(z.strictObject({ name: z.string().min(1).max(24), panels, charts })).max(MAX_LAYOUTS),
  })
  .partial();
export type DeskSettingsDto = z.output<typeof deskSettingsSchema>;
