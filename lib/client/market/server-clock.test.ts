import { expect, test } from "vitest";
import { alignClock, readServerNowMs, recordServerTime } from "@/lib/client/market/server-clock";

test("trusts the probe with the smallest round trip", () => {
  const alignment = alignClock([
    { sentMs: 1_000, receivedMs: 1_400, serverMs: 9_000 },
    { sentMs: 2_000, receivedMs: 2_020, serverMs: 7_010 },
    { sentMs: 3_000, receivedMs: 3_900, serverMs: 9_999 },
  ]);
  expect(alignment).toEqual({ offsetMs: 5_000, latencyMs: 20 });
});

test("an offset may point into the past", () => {
  expect(alignClock([{ sentMs: 10_000, receivedMs: 10_100, serverMs: 4_050 }])?.offsetMs).toBe(-6_000);
});

test("says nothing without probes", () => {
  expect(alignClock([])).toBeNull();
});

test("is never behind what the stream has already said", () => {
  const serverMs = Date.now() + 60_000;
  recordServerTime(serverMs);
  recordServerTime(serverMs - 5_000);
  expect(readServerNowMs()).toBeGreaterThanOrEqual(serverMs);
});
