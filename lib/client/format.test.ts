import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatAge,
  formatClock,
  formatCompact,
  formatCountdown,
  formatFixed,
  formatMinute,
  formatPercent,
  formatShare,
  NO_VALUE,
  readDirection,
} from "@/lib/client/format";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { formatBytes } from "@/lib/client/numbers/format-bytes";

describe("prices", () => {
  test("keep their digits and group their thousands", () => {
    expect(formatFixed("97000.1", 2)).toBe("97,000.10");
    expect(formatFixed("0.402", 5)).toBe("0.40200");
    expect([formatFixed("-2.894", 2), formatFixed("-0.001", 2)]).toEqual(["−2.89", "0.00"]);
  });

  test("a missing one is a dash, never zero", () => {
    expect(formatFixed(null, 2)).toBe(NO_VALUE);
    expect(formatPercent(undefined)).toBe(NO_VALUE);
    expect(formatCompact("")).toBe(NO_VALUE);
  });
});

test.each([
  ["en", "1,234,567.50", "−12.5%", "+0.50", "0.0000000001", "2026-11-23 14:05"],
  ["fr", "1 234 567,50", "−12,5 %", "+0,50", "0,0000000001", "23/11/2026 14:05"],
  ["pt", "1.234.567,50", "−12,5%", "+0,50", "0,0000000001", "23/11/2026 14:05"],
  ["en-u-hc-h12-rg-dezzzz", "1.234.567,50", "−12,5 %", "+0,50", "0,0000000001", "2026-11-23 2:05 PM"],
  ["fr-u-rg-uszzzz", "1,234,567.50", "−12.5%", "+0.50", "0.0000000001", "23/11/2026 14:05"],
  ["pt-u-hc-h12", "1.234.567,50", "−12,5%", "+0,50", "0,0000000001", "23/11/2026 2:05 PM"],
] as const)("numbers and times in %s", (locale, fixed, percent, signed, exact, minute) => {
  const formats = formatsOf(locale);
  const shown = [
    formats.fixed("1234567.5", 2),
    formats.percent(-0.125, 1),
    formats.signed("0.5"),
    formats.exact("0.0000000001"),
    formats.minute(Date.parse("2026-11-23T14:05:59Z")),
  ];
  expect(formats.time("00:30:05")).toBe(locale.includes("h12") ? "12:30:05\u00a0AM" : "00:30:05");
  expect(shown.map((text) => text.replaceAll("\u00a0", " "))).toEqual([
    fixed,
    percent,
    signed,
    exact,
    minute,
  ]);
  expect(shown.join("")).not.toContain("\u202f");
});

/** Rounds decimal text by integers: a reference without floats. */
function roundText(text: string, digits: number): string {
  const [whole = "0", fraction = ""] = text.split(".");
  const units = BigInt(whole + fraction.padEnd(digits + 1, "0").slice(0, digits + 1));
  const rounded = (units + 5n) / 10n;
  const plain = rounded.toString().padStart(digits + 1, "0");
  const point = plain.length - digits;
  const grouped = plain.slice(0, point).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return digits === 0 ? grouped : `${grouped}.${plain.slice(point)}`;
}

describe("prices of any tick, down to 1e-10", () => {
  const whole = fc.bigInt({ min: 0n, max: 99_999_999_999n });
  const fraction = fc.stringMatching(/^\d{1,14}$/);

  test("are written digit by digit: no exponent, no float, halves up", () => {
    fc.assert(
      fc.property(whole, fraction, fc.integer({ min: 0, max: 10 }), (before, after, digits) => {
        const text = `${before}.${after}`;
        expect(formatFixed(text, digits)).toBe(roundText(text, digits));
      }),
    );
  });

  test("that lie on the tick keep every digit", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.bigInt({ min: 1n, max: 10n ** 14n }),
        (digits, ticks) => {
          const plain = ticks.toString().padStart(digits + 1, "0");
          const text = `${plain.slice(0, -digits)}.${plain.slice(-digits)}`;
          expect(formatFixed(text, digits).replaceAll(",", "")).toBe(text);
        },
      ),
    );
    expect(formatFixed("0.0000021437", 10)).toBe("0.0000021437");
    expect(formatFixed(0.000_000_000_1, 10)).toBe("0.0000000001");
  });
});

describe("percentages", () => {
  test("show their sign", () => {
    expect(formatPercent("0.0123")).toBe("+1.23%");
    expect(formatPercent("-0.0123")).toBe("−1.23%");
    expect(formatPercent("0")).toBe("0.00%");
    expect([0.0123, -0.0123, 0, -0.00001].map((share) => formatShare(share))).toEqual([
      "1.23%",
      "−1.23%",
      "0.00%",
      "0.00%",
    ]);
  });
});

describe("quantities", () => {
  test("are short when they are big", () => {
    expect(formatCompact("12345678")).toBe("12.35M");
    expect(formatCompact("12.3456")).toBe("12.35");
  });
});

describe("times", () => {
  test("an age gets coarser as it grows", () => {
    expect([-5, 120, 4_200, 15_900, 180_000, 7_300_000].map(formatAge)).toEqual([
      "0 ms",
      "120 ms",
      "4.2 s",
      "15 s",
      "3 min",
      "2 h",
    ]);
  });

  test("a countdown never goes below zero", () => {
    expect(formatCountdown(28_743_000)).toBe("07:59:03");
    expect(formatCountdown(-1)).toBe("00:00:00");
  });

  test("clocks are in UTC", () => {
    const timeMs = Date.UTC(2026, 10, 23, 14, 5, 9);
    expect(formatClock(timeMs)).toBe("14:05:09");
    expect(formatMinute(timeMs)).toBe("2026-11-23 14:05");
  });
});

test("direction is read from the sign", () => {
  expect([readDirection("-0.1"), readDirection(0), readDirection("2"), readDirection(null)]).toEqual([
    "down",
    null,
    "up",
    null,
  ]);
});

test("bytes are counted in thousands", () => {
  expect([830, 12_400, 999_949, 12_350_000].map(formatBytes)).toEqual([
    "830 B",
    "12.4 KB",
    "999.9 KB",
    "12.3 MB",
  ]);
});
