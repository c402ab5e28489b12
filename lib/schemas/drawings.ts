import { z } from "zod";
import { DRAWING_TOOLS } from "@/lib/schemas/drawing-tools";

/** The most drawings of one chart. */
const MAX_DRAWINGS = 200;

const point = z.strictObject({ timeMs: z.number().int(), price: z.number() });

/** The drawings of one chart: each a tool with two points; a horizontal line and a text use only the first. */
export const drawingsSchema = z.strictObject({
  drawings: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(64),
        tool: z.enum(DRAWING_TOOLS),
        from: point,
        to: point,
        /** The price of a channel's other line over its first point; the stop of a position, entered at `from`. */
        third: z.number().optional(),
        text: z.string().max(200).optional(),
        /** Neither moved nor deleted by a key. */
        isLocked: z.boolean().optional(),
        isHidden: z.boolean().optional(),
      }),
    )
    .max(MAX_DRAWINGS),
});
export type DrawingsBody = z.output<typeof drawingsSchema>;

/** The stored drawings of one chart: null where none were ever stored. */
export const savedDrawingsSchema = z.object({ drawings: drawingsSchema.shape.drawings.nullable() });
export type SavedDrawings = z.output<typeof savedDrawingsSchema>;
