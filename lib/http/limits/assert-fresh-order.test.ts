import { describe, expect, it } from "vitest";
import { assertFreshOrder } from "@/lib/http/limits/assert-fresh-order";

const NOW_MS = 1_795_000_000_000;
const evaluate = (stamp: string | null) =>
  assertFreshOrder(new Headers(stamp === null ? {} : { "x-order-timestamp": stamp }), NOW_MS);

describe("assertFreshOrder", () => {
  it.each([0, 500, -500])("takes an order that is %i ms old", (ageMs) => {
    expect(evaluate(String(NOW_MS - ageMs))).toBe(ageMs);
  });

  it.each([
    [501, "order_too_old"],
    [-501, "order_from_future"],
  ])("rejects one that is %i ms old, and says how old", (ageMs, code) => {
    expect(() => evaluate(String(NOW_MS - ageMs))).toThrow(
      expect.objectContaining({ code, status: 422, details: { ageMs, maxAgeMs: 500 } }),
    );
  });

  it.each([null, "", "now", "1e12", "-5", "1795000000000.5"])("wants a time, and not %s", (stamp) => {
    expect(() => evaluate(stamp)).toThrow(
      expect.objectContaining({ code: "timestamp_required", status: 400 }),
    );
  });
});
