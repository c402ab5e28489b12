import { z } from "zod";

const point = z.strictObject({ timeMs: z.number().int(), price: z.number() });

/** The drawings of one chart: each a tool with two points; a horizontal line uses only the first. */
export const drawingsSchema = z.strictObject({
  drawings: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(64),
        tool: z.enum(["horizontal", "trend", "rectangle"]),
        from: point,
        to: point,
        /** Neither moved nor deleted by a key. */
        isLocked: z.boolean().optional(),
        isHidden: z.boolean().optional(),
      }),
    )
    .max(200),
});
export type DrawingsBody = z.output<typeof drawingsSchema>;

/** The stored drawings of one chart: null where none were ever stored. */
export const savedDrawingsSchema = z.object({ drawings: drawingsSchema.shape.drawings.nullable() });
export type SavedDrawings = z.output<typeof savedDrawingsSchema>;
