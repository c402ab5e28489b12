import { describe, expect, it } from "vitest";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { formatRounded, parseMoney, parsePrice, parseQty, ZERO } from "@/lib/core/decimal";
import { compareWeek, findExtremes } from "@/lib/core/journal/compare-week";
import { askAboutWeek, reviewWeek } from "@/lib/core/journal/review-week";
import { formatQuestion, formatReview } from "@/lib/journal/format-review";
import { translate } from "@/tests/support/text";

type Trade = Parameters<typeof reviewWeek>[0][number];
const CLOSED_MS = Date.parse("2026-03-03T12:00:00Z");

function trade(net: string, change: Partial<Trade> = {}): Trade {
  return {
    symbol: "BTCUSDT",
    side: "long",
    qty: parseQty("1"),
    entryPrice: parsePrice("100"),
    exitPrice: parsePrice("101"),
    gross: parseMoney(net),
    fees: ZERO,
    funding: ZERO,
    initialStop: parsePrice("99"),
    initialTarget: null,
    openedAtMs: CLOSED_MS - 60_000,
    closedAtMs: CLOSED_MS,
    exitReason: "manual",
    setup: null,
    tags: [],
    mistakes: [],
    ...change,
  } as Trade;
}

function review(trades: readonly Trade[], limits = { held: 0, locked: 0 }): string[] {
  const options = { zone: "UTC", breakEvenBand: ZERO, limits };
  return reviewWeek(trades, options).map((fact) =>
    formatReview(fact, translate("journal.review"), formatsOf("en")),
  );
}

describe("the weekly review", () => {
  it("has one sentence without a trade", () => {
    expect(review([])).toEqual(["No trade was closed this week."]);
  });

  it("rounds as the tables do, with a real minus sign and grouped thousands", () => {
    expect(review([trade("-4.99584885")])[0]).toContain("−5.00 USDT net: 0 won, 1 lost");
    expect(review([trade("-12.345")])[0]).toContain("−12.35 USDT net");
    expect(review([trade("-0.004")])[0]).toContain(" 0.00 USDT net");
    expect(review([trade("12345.678")])[0]).toContain("1 trade closed, +12,345.68 USDT net");
  });

  it("names the best and the worst day, and market, and says where they rest on few trades", () => {
    const at = (day: string) => ({ closedAtMs: Date.parse(`${day}T12:00:00Z`) });
    const lines = review([
      trade("-43.06", at("2026-03-02")),
      trade("-4.9958", { symbol: "ETHUSDT", ...at("2026-03-03") }),
    ]);
    expect(lines).toContain("Best day 2026-03-03 (−5.00 USDT), worst day 2026-03-02 (−43.06 USDT).");
    expect(lines).toContain("Best market ETHUSDT (−5.00 USDT), worst BTCUSDT (−43.06 USDT); few trades.");
  });

  it("reports fees, stops, liquidations, mistakes and losing streaks", () => {
    const lost = { initialStop: null, exitReason: "liquidation", mistakes: ["fomo"] };
    const lines = review([trade("-1", lost), trade("-1", lost), trade("-1", { fees: parseMoney("2.456") })]);
    expect(lines).toContain("Fees of 2.46 USDT on top of a loss before fees.");
    expect(lines).toContain("2 trades had no stop.");
    expect(lines).toContain("2 trades were liquidated.");
    expect(lines).toContain("Most noted mistake: “fomo”, 2 times.");
    expect(lines).toContain("Longest losing streak: 3 in a row.");
    expect(review([trade("10", { fees: parseMoney("1") })])).toContain(
      "Fees were 1.00 USDT, 10% of the gross profit.",
    );
  });

  it("says how often limits held, also in a week without a trade", () => {
    const limits = { held: 1, locked: 2 };
    const held = [
      "Once less than a quarter of a challenge’s limit was left, and the limit held.",
      "2 times a limit of your own locked an account before the next trade.",
    ];
    expect(review([], limits)).toEqual(["No trade was closed this week.", ...held]);
    expect(review([trade("1")], limits).slice(-2)).toEqual(held);
  });

  it("asks one question, about what can cost most first", () => {
    const ask = (trades: readonly Trade[]) => {
      const options = { zone: "UTC", breakEvenBand: ZERO, limits: { held: 0, locked: 0 } };
      return formatQuestion(askAboutWeek(reviewWeek(trades, options)), translate("journal.review"));
    };
    expect(ask([])).toContain("Which trade did you wait for");
    expect(ask([trade("1")])).toContain("take again without a change");
    expect(ask([trade("-1"), trade("-1"), trade("-1")])).toContain("3 losses in a row");
    const noted = trade("-1", { mistakes: ["fomo"] });
    expect(ask([noted, noted, noted])).toContain("“fomo”");
    expect(ask([noted, trade("-1", { initialStop: null })])).toContain("One trade had no stop");
    expect(ask([trade("-1", { initialStop: null, exitReason: "liquidation" })])).toContain("was liquidated");
  });
});

describe("the comparison of a week", () => {
  const compare = (week: readonly Trade[], before: readonly Trade[], weeks: number) =>
    Object.fromEntries(
      compareWeek(week, { trades: before, weeks }, ZERO).map(({ name, ...one }) => [
        name,
        [one.week, one.before].map((figure) => (figure.ok ? formatRounded(figure.value) : figure.why)),
      ]),
    );

  it("has the mean of sums for each week, and the rates of all trades before", () => {
    const before = [trade("10"), trade("20"), trade("-6", { fees: parseMoney("4") })];
    expect(compare([trade("9"), trade("-3")], before, 4)).toEqual({
      trades: ["2", "0.75"],
      net: ["6", "5"],
      fees: ["0", "1"],
      winRate: ["0.5", "0.66666667"],
      expectancy: ["3", "6.66666667"],
    });
  });

  it("says why a figure is missing", () => {
    const figures = compare([], [], 0);
    expect(figures.net).toEqual(["0", "no_week_before"]);
    expect(figures.winRate).toEqual(["none_decided", "no_week_before"]);
    expect(compare([], [], 2).expectancy).toEqual(["no_trades", "no_trades"]);
  });

  it("names the best and the worst trade, and one alone as the best", () => {
    const [a, b, c] = [trade("1"), trade("-2"), trade("3")];
    expect(findExtremes([a, b, c])).toEqual({ best: c, worst: b });
    expect(findExtremes([a])).toEqual({ best: a, worst: null });
    expect(findExtremes([])).toEqual({ best: null, worst: null });
  });
});
