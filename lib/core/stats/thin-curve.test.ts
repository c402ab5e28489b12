import fc from "fast-check";
import { expect, it } from "vitest";
import { thinCurve } from "@/lib/core/stats/thin-curve";

it("keeps the first, the last and the deepest point, in order, and no more than asked for", () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 3, max: 60 }),
      (depths, most) => {
        const points = depths.map((depth, index) => ({ depth, index }));
        const kept = thinCurve(points, most, ({ depth }) => depth);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept[0]).toBe(points[0]);
        expect(kept.at(-1)).toBe(points.at(-1));
        const deepest = points.reduce((a, b) => (b.depth > a.depth ? b : a));
        expect(kept.some(({ depth }) => depth === deepest.depth)).toBe(true);
        expect(kept.map(({ index }) => index)).toEqual(kept.map(({ index }) => index).sort((a, b) => a - b));
      },
    ),
  );
});
