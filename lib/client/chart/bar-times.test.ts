import { describe, expect, it } from "vitest";
import { fromBarPlace, toBarPlace } from "@/lib/client/chart/bar-times";

/** The third is twice as long as the others. */
const BARS = [0, 60_000, 120_000, 240_000].map((startMs) => ({
  startMs,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 1,
}));

describe("an instant among bars", () => {
  it.each([
    ["at a bar", 60_000, 1],
    ["between two bars", 90_000, 1.5],
    ["in a longer bar", 180_000, 2.5],
    ["before the first", -60_000, -1],
    ["after the newest", 480_000, 5],
  ])("%s has its place, and the place its instant", (_name, timeMs, place) => {
    expect(toBarPlace(BARS, timeMs)).toBe(place);
    expect(fromBarPlace(BARS, place)).toBe(timeMs);
  });

  it("has none without bars", () => {
    expect(toBarPlace([], 0)).toBeNull();
    expect(fromBarPlace([], 0)).toBeNull();
  });
});
