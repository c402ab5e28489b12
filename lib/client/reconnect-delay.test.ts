import { expect, test } from "vitest";
import { computeReconnectDelayMs } from "@/lib/client/reconnect-delay";

test("doubles from half a second up to half a minute", () => {
  const longest = [0, 1, 2, 3, 6, 20].map((attempt) => computeReconnectDelayMs(attempt, () => 1));
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 30_000, 30_000]);
});

test("takes off at most half at random", () => {
  expect(computeReconnectDelayMs(0, () => 0)).toBe(250);
  expect(computeReconnectDelayMs(20, () => 0)).toBe(15_000);
});
