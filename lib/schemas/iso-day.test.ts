import { expect, it } from "vitest";
import { isoDay } from "@/lib/schemas/iso-day";
import { reviewQuerySchema } from "@/lib/schemas/journal";
import { shareSchema } from "@/lib/schemas/sharing/share";
import { fillFilterSchema } from "@/lib/schemas/trading/trading";

it.each([
  ["1970-01-01", true],
  ["2024-02-29", true],
  ["2100-12-31", true],
  ["1969-12-31", false],
  ["0000-01-01", false],
  ["2101-01-01", false],
  ["9999-12-31", false],
  ["2025-02-29", false],
  ["+010000-01-01", false],
])("%s is a day: %s", (day, isDay) => {
  expect(isoDay.safeParse(day).success).toBe(isDay);
  expect(reviewQuerySchema.safeParse({ week: day }).success).toBe(isDay);
  expect(shareSchema.safeParse({ kind: "day", day }).success).toBe(isDay);
  expect(fillFilterSchema.safeParse({ to: day }).success).toBe(isDay);
});
