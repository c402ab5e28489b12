import { expect, test } from "vitest";
import { evaluateFeedLabel } from "@/lib/client/market/feed-status";

const live = { connected: true, market: "live", ageMs: 100 } as const;

test("names the market while prices are young", () => {
  expect(evaluateFeedLabel(live)).toBe("live");
  expect(evaluateFeedLabel({ ...live, market: "simulated" })).toBe("simulated");
  expect(evaluateFeedLabel({ ...live, market: "replay" })).toBe("replay");
});

test("grows slow, then stale", () => {
  expect(evaluateFeedLabel({ ...live, ageMs: 2_000 })).toBe("live");
  expect(evaluateFeedLabel({ ...live, ageMs: 2_001 })).toBe("slow");
  expect(evaluateFeedLabel({ ...live, ageMs: 5_001 })).toBe("stale");
});

test("a connection that comes back at once changes no status", () => {
  expect(evaluateFeedLabel({ ...live, connected: false })).toBe("live");
  expect(evaluateFeedLabel({ ...live, connected: false, ageMs: 2_001 })).toBe("reconnecting");
});

test("nothing is claimed before the first price", () => {
  expect(evaluateFeedLabel({ connected: true, market: null, ageMs: null })).toBe("starting");
  expect(evaluateFeedLabel({ connected: true, market: null, ageMs: 10 })).toBe("starting");
});
