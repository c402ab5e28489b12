import { expect, it } from "vitest";
import { readLocalNumber } from "@/lib/client/numbers/read-local-number";

it.each([
  ["en", "2.5", "2.5"],
  ["en", "2,5", "2.5"],
  ["en", "1,000", "1000"],
  ["en", "1,000.25", "1000.25"],
  ["en", "12,3456", "12.3456"],
  ["fr", "2,5", "2.5"],
  ["fr", "1,000", "1"],
  ["fr", "1 000,25", "1000.25"],
  ["fr", "1 000", "1000"],
  ["pt", "1.000,25", "1000.25"],
  ["pt", "2.5", "2.5"],
  ["pt", "−0,75", "-0.75"],
  ["fr", "  ", ""],
  ["en", "1,2,3", "1,2,3"],
  ["pt", "1.00,5", "1.00,5"],
  ["en", "ten", "ten"],
  ["en-u-rg-dezzzz", "1.000,25", "1000.25"],
  ["fr-u-hc-h12-rg-uszzzz", "1,000", "1000"],
] as const)("reads a number in %s: %s", (locale, typed, plain) => {
  expect(readLocalNumber(typed, locale)).toBe(plain);
});
