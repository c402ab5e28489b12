import { describe, expect, it } from "vitest";
import { createZonedTime } from "@/lib/client/chart/zoned-time";

const AT_MS = Date.UTC(2026, 0, 31, 23, 30);

describe("createZonedTime", () => {
  it("formats an instant in the zone, with the zone's name", () => {
    expect(createZonedTime("UTC").formatMinute(AT_MS)).toBe("2026-01-31 23:30");
    const berlin = createZonedTime("Europe/Berlin");
    expect(berlin.formatMinute(AT_MS)).toBe("2026-02-01 00:30");
    expect(berlin.formatZone(AT_MS)).toBe("GMT+1");
    expect(createZonedTime("UTC").formatZone(AT_MS)).toBe("UTC");
  });

  it("labels the axis with a date at the zone's midnight, else with the time", () => {
    const tick = { unit: "day", isDaily: false } as const;
    const berlin = createZonedTime("Europe/Berlin");
    expect(berlin.formatTick(Date.UTC(2026, 0, 31, 23), tick)).toBe("1 Feb");
    expect(berlin.formatTick(Date.UTC(2026, 1, 1), tick)).toBe("01:00");
    expect(createZonedTime("UTC").formatTick(Date.UTC(2026, 1, 1), { ...tick, unit: "month" })).toBe("Feb");
  });

  it("names candles of a day by their date in UTC", () => {
    const newYork = createZonedTime("America/New_York");
    const day = { unit: "day", isDaily: true } as const;
    expect(newYork.formatTick(Date.UTC(2026, 1, 1), day)).toBe("1 Feb");
    expect(newYork.formatTick(Date.UTC(2026, 0, 1), { ...day, unit: "year" })).toBe("2026");
  });
});
