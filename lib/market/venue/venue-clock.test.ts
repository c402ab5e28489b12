import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VenueClock } from "@/lib/market/venue/venue-clock";

describe("VenueClock", () => {
  it("is never behind the venue's clock, and ahead of it by at most the fastest round trip", () => {
    const delay = fc.integer({ min: 0, max: 3_000 });
    const trip = fc.record({
      there: fc.integer({ min: 0, max: 400 }),
      back: fc.integer({ min: 0, max: 400 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: -5_000, max: 5_000 }),
        fc.array(delay, { maxLength: 20 }),
        fc.array(trip, { minLength: 1, maxLength: 8 }),
        (offsetMs, delays, trips) => {
          const clock = new VenueClock();
          let nowMs = 1_000_000;
          for (const ms of delays) {
            nowMs += 100;
            clock.recordMessage(nowMs + offsetMs - ms, nowMs);
          }
          for (const { there, back } of trips) {
            const sentMs = nowMs;
            nowMs += there + back;
            clock.recordResponse({ sentMs, venueMs: sentMs + there + offsetMs, nowMs });
          }
          const fastest = Math.min(...trips.map(({ there, back }) => there + back));
          expect(clock.offsetMs()).toBeGreaterThanOrEqual(offsetMs);
          expect(clock.offsetMs()).toBeLessThanOrEqual(offsetMs + fastest);
        },
      ),
    );
  });

  it("is not moved by a feed that is late", () => {
    const clock = new VenueClock();
    clock.recordResponse({ sentMs: 1_000, venueMs: 1_020, nowMs: 1_040 });
    for (let nowMs = 2_000; nowMs < 200_000; nowMs += 100) clock.recordMessage(nowMs - 1_500, nowMs);
    expect(clock.offsetMs()).toBe(20);
  });

  it("follows a venue whose clock runs ahead, and forgets a clock that was set back", () => {
    const clock = new VenueClock();
    clock.recordMessage(9_000, 1_000);
    expect(clock.offsetMs()).toBe(8_000);
    for (let nowMs = 100_000; nowMs < 230_000; nowMs += 1_000) clock.recordMessage(nowMs - 5, nowMs);
    expect(clock.offsetMs()).toBe(0);
  });

  it("takes no word of a response that was too slow", () => {
    const clock = new VenueClock();
    clock.recordResponse({ sentMs: 1_000, venueMs: 3_000, nowMs: 3_001 });
    expect(clock.offsetMs()).toBe(0);
  });
});
