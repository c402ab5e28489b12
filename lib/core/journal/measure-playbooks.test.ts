import fc from "fast-check";
import { expect, it } from "vitest";
import { add, type Decimal, formatDecimal, sum } from "@/lib/core/decimal";
import { type CheckedTrade, measurePlaybooks } from "@/lib/core/journal/measure-playbooks";
import type { Figure } from "@/lib/core/stats/figure";
import { money, price, qty } from "@/tests/support/engine-fixtures";

const options = { breakEvenBand: money(0), nameDay: () => "a day" };

/** A long of one unit from 100 with its stop at 90: a net of 10 is 1 R. */
function trade(
  net: number,
  setup: string | null,
  rules: [kept: number, broken: number] = [0, 0],
): CheckedTrade {
  const list = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => `${name} ${index}`);
  return {
    symbol: "BTCUSDT",
    side: "long",
    qty: qty(1),
    entryPrice: price(100),
    exitPrice: price(100 + net),
    gross: money(net),
    fees: money(0),
    funding: money(0),
    initialStop: price(90),
    initialTarget: null,
    openedAtMs: 0,
    closedAtMs: 1,
    exitReason: "manual",
    tags: [],
    moodBefore: null,
    moodAfter: null,
    setup,
    rulesKept: list(rules[0], "kept"),
    rulesBroken: list(rules[1], "broken"),
  };
}

const show = (item: Figure<Decimal>) => (item.ok ? formatDecimal(item.value) : item.why);

it("compares the trades of each playbook, and those with all rules kept with the others", () => {
  const rows = measurePlaybooks(
    [
      trade(20, "pullback", [4, 0]),
      trade(10, "pullback", [3, 1]),
      trade(-15, "pullback", [0, 4]),
      trade(5, "pullback"),
      trade(7, "range"),
      trade(-2, null),
    ],
    ["breakout", "pullback"],
    options,
  );
  expect(
    rows.map((row) => [row.name, row.count, formatDecimal(row.net), show(row.winRate), show(row.averageR)]),
  ).toEqual([
    ["breakout", 0, "0", "none_decided", "no_trades"],
    ["pullback", 4, "20", "0.75", "0.5"],
    [null, 2, "5", "0.5", "0.25"],
  ]);
  expect(rows.map(({ rulesKept }) => show(rulesKept))).toEqual([
    "no_checklist",
    "0.583333333333333333",
    "no_checklist",
  ]);
  const [, pullback] = rows;
  const { allKept, notAllKept } = pullback as NonNullable<typeof pullback>;
  expect([allKept.count, formatDecimal(allKept.net), show(allKept.averageR)]).toEqual([1, "20", "2"]);
  expect([notAllKept.count, formatDecimal(notAllKept.net), show(notAllKept.averageR)]).toEqual([
    2,
    "-5",
    "-0.25",
  ]);
});

it("leaves trades without a stop out of the expectancy in R only", () => {
  const [row] = measurePlaybooks([trade(10, "a"), { ...trade(30, "a"), initialStop: null }], ["a"], options);
  expect(row && [row.count, formatDecimal(row.net), show(row.averageR)]).toEqual([2, "40", "1"]);
});

it("is empty without a playbook", () => {
  expect(measurePlaybooks([trade(1, "a")], [], options)).toEqual([]);
});

it("counts each trade once, and splits the checked ones in two", () => {
  const rules = fc.tuple(fc.nat(3), fc.nat(3));
  const anyTrade = fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.constantFrom("a", "b", "c", null), rules)
    .map(([net, setup, [kept, broken]]) => trade(net, setup, [kept, broken]));
  fc.assert(
    fc.property(fc.array(anyTrade), (trades) => {
      const rows = measurePlaybooks(trades, ["a", "b"], options);
      expect(rows.reduce((count, row) => count + row.count, 0)).toBe(trades.length);
      expect(sum(rows.map(({ net }) => net))).toBe(sum(trades.map(({ gross }) => gross)));
      for (const { name, allKept, notAllKept } of rows.slice(0, 2)) {
        const checked = trades.filter(
          ({ setup, rulesKept, rulesBroken }) => setup === name && rulesKept.length + rulesBroken.length > 0,
        );
        expect(allKept.count + notAllKept.count).toBe(checked.length);
        expect(add(allKept.net, notAllKept.net)).toBe(sum(checked.map(({ gross }) => gross)));
      }
    }),
  );
});
