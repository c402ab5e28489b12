import { expect, it } from "vitest";
import { groupDigits } from "@/lib/core/alerts/group-digits";

it.each([
  ["0.00001234", "0.00001234"],
  ["999", "999"],
  ["1000", "1,000"],
  ["100500.1234", "100,500.1234"],
  ["1000000", "1,000,000"],
  ["-12345.6", "-12,345.6"],
  ["-123", "-123"],
])("groups %s as %s", (text, grouped) => {
  expect(groupDigits(text)).toBe(grouped);
});
