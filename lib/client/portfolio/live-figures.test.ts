import { describe, expect, it } from "vitest";
import { calculateLiveFigures } from "@/lib/client/portfolio/live-figures";
import { formatDecimal } from "@/lib/core/decimal";
import { buildPosition, buildSnapshot } from "@/tests/support/portfolio-snapshot";

const text = (value: Parameters<typeof formatDecimal>[0] | null | undefined) =>
  value != null && formatDecimal(value);

describe("calculateLiveFigures", () => {
  it("counts longs up and shorts down, and adds them to the balance", () => {
    const portfolio = buildSnapshot({
      dayStartEquity: "9900",
      positions: [
        buildPosition(),
        buildPosition({
          symbol: "ETHUSDT",
          side: "short",
          qty: "2",
          entryPrice: "3000",
          margin: "600",
        }),
      ],
    });
    const figures = calculateLiveFigures(portfolio, (symbol) => (symbol === "BTCUSDT" ? "60100" : "3010"));
    expect(text(figures.positions.get("BTCUSDT long")?.pnl)).toBe("50");
    expect(text(figures.positions.get("ETHUSDT short")?.pnl)).toBe("-20");
    expect(text(figures.positions.get("ETHUSDT short")?.roi)).toBe("-0.033333333333333333");
    expect(text(figures.openPnl)).toBe("30");
    expect(text(figures.equity)).toBe("10030");
    expect(text(figures.dayPnl)).toBe("130");
    expect(text(figures.freeMargin)).toBe("10000");
  });

  it("does not guess an equity while a mark is missing", () => {
    const figures = calculateLiveFigures(buildSnapshot({ positions: [buildPosition()] }), () => null);
    expect(figures.equity).toBeNull();
    expect(figures.dayPnl).toBeNull();
    expect(figures.positions.size).toBe(0);
  });

  it("measures a challenge's headroom from the floors", () => {
    const challenge = {
      challengeId: "c1",
      planName: "Two steps",
      phase: 1,
      startingBalance: "10000",
      dailyFloor: "9500",
      totalFloor: "9000",
      dailyAllowance: "500",
      totalAllowance: "1000",
      target: "10800",
      tradingDays: 0,
      minTradingDays: 4,
      resetAt: null,
    };
    const figures = calculateLiveFigures(
      buildSnapshot({ kind: "CHALLENGE", challenge, positions: [buildPosition()] }),
      () => "59800",
    );
    expect(text(figures.headroomToday)).toBe("400");
    expect(text(figures.headroomOverall)).toBe("900");
  });

  it("moves what is free with the open profit in cross margin", () => {
    const portfolio = buildSnapshot({
      marginMode: "cross",
      equity: "10000",
      freeMargin: "7000",
      positions: [buildPosition()],
    });
    expect(text(calculateLiveFigures(portfolio, () => "60100").freeMargin)).toBe("7050");
  });
});
