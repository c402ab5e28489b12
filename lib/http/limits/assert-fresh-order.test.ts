import { describe, expect, it } from "vitest";
import { assertFreshOrder } from "@/lib/http/limits/assert-fresh-order";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");

function check(stamp: string | null): number {
  const headers = new Headers(stamp === null ? {} : { "x-order-timestamp": stamp });
  return assertFreshOrder(headers, { nowMs: NOW_MS, maxAgeMs: 500 });
}

describe("an order's time", () => {
  it.each([0, 1, 500, -1, -500])("may be %i ms before ours", (ageMs) => {
    expect(check(String(NOW_MS - ageMs))).toBe(ageMs);
  });

  it.each([
    [501, "order_too_old"],
    [-501, "order_from_future"],
  ])("may not be %i ms before ours", (ageMs, code) => {
    const details = { ageMs, maxAgeMs: 500 };
    expect(() => check(String(NOW_MS - ageMs))).toThrow(expect.objectContaining({ code, details }));
  });

  it.each([null, "", "soon", "-1", "1e3", "1234567890123456"])("must be there as a number: %s", (stamp) => {
    expect(() => check(stamp)).toThrow(expect.objectContaining({ code: "timestamp_required" }));
  });
});
