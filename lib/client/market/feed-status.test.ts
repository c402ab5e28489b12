import { expect, test } from "vitest";
import { judgeFeedLabel } from "@/lib/client/market/feed-status";

const live = { connected: true, market: "live", ageMs: 100 } as const;

test("names the market while prices are young", () => {
  expect(judgeFeedLabel(live)).toBe("live");
  expect(judgeFeedLabel({ ...live, market: "simulated" })).toBe("simulated");
  expect(judgeFeedLabel({ ...live, market: "replay" })).toBe("replay");
});

test("grows slow, then stale", () => {
  expect(judgeFeedLabel({ ...live, ageMs: 2_000 })).toBe("live");
  expect(judgeFeedLabel({ ...live, ageMs: 2_001 })).toBe("slow");
  expect(judgeFeedLabel({ ...live, ageMs: 5_001 })).toBe("stale");
});

test("a connection that comes back at once is no news", () => {
  expect(judgeFeedLabel({ ...live, connected: false })).toBe("live");
  expect(judgeFeedLabel({ ...live, connected: false, ageMs: 2_001 })).toBe("reconnecting");
});

test("nothing is claimed before the first price", () => {
  expect(judgeFeedLabel({ connected: true, market: null, ageMs: null })).toBe("starting");
  expect(judgeFeedLabel({ connected: true, market: null, ageMs: 10 })).toBe("starting");
});
