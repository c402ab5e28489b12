import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextSort, type SortFigures, type SortKey } from "@/components/terminal/market/market-sort";
import {
  isNew,
  orderMarkets,
  PICKER_TABS,
  type PickerTab,
  readFigures,
} from "@/components/terminal/market/order-markets";
import type { ListedInstrument } from "@/lib/schemas/market/market-responses";

const NOW = Date.parse("2026-11-28T12:00:00Z");
const DAY = 86_400_000;

function listed(baseCoin: string, more: Partial<ListedInstrument> = {}): ListedInstrument {
  return {
    symbol: `${baseCoin}USDT`,
    baseCoin,
    name: "",
    status: "Trading",
    priceScale: 2,
    tickSize: "0.01",
    maxLeverage: "50",
    fundingMinutes: 480,
    launchMs: NOW - 400 * DAY,
    ...more,
  };
}

function figures(change24h: number | null, turnover24h: number | null = null): SortFigures {
  return { last: 1, change24h, turnover24h, fundingRate: null };
}

const LIST = [
  listed("ADA"),
  listed("BTC"),
  listed("ETH"),
  listed("GONE", { status: "Closed" }),
  listed("NEWER", { launchMs: NOW - 2 * DAY }),
  listed("NEW", { launchMs: NOW - 80 * DAY }),
  listed("SOON", { launchMs: NOW + DAY, status: "PreLaunch" }),
  listed("ZERO"),
];
const FIGURES = new Map([
  ["ADAUSDT", figures(-0.05, 10)],
  ["BTCUSDT", figures(0.01, 1_000)],
  ["ETHUSDT", figures(0.03, 500)],
  ["GONEUSDT", figures(0.9, 9_000)],
  ["NEWERUSDT", figures(-0.2, 20)],
  ["NEWUSDT", figures(null, null)],
]);

function order(options: Partial<Parameters<typeof orderMarkets>[2]>): string[] {
  const all = { search: "", sort: null, stars: ["ETHUSDT", "ADAUSDT"], popular: ["BTCUSDT", "ETHUSDT"] };
  return orderMarkets(LIST, FIGURES, { tab: "all", ...all, nowMs: NOW, ...options }).map(
    (one) => one.baseCoin,
  );
}

describe("a tab", () => {
  test.each<[PickerTab, string[]]>([
    ["favourites", ["ETH", "ADA"]],
    ["all", ["BTC", "ETH", "ADA", "NEW", "NEWER", "ZERO", "GONE", "SOON"]],
    ["gainers", ["ETH", "BTC", "GONE"]],
    ["losers", ["NEWER", "ADA"]],
    ["volume", ["BTC", "ETH", "NEWER", "ADA", "NEW", "ZERO", "GONE", "SOON"]],
    ["new", ["NEWER", "NEW"]],
  ])("%s lists %j", (tab, bases) => {
    expect(order({ tab })).toEqual(bases);
  });

  test("gives way to a search, which looks at all", () => {
    expect(order({ tab: "losers", search: "eth" })).toEqual(["ETH"]);
    expect(order({ tab: "favourites", search: "ne" })).toEqual(["NEWER", "NEW", "GONE"]);
  });
});

test("a column sorts both ways, and what has no value stays last before what is closed", () => {
  const by = { by: "change24h", isDescending: true } as const;
  expect(order({ sort: by })).toEqual(["ETH", "BTC", "ADA", "NEWER", "NEW", "ZERO", "GONE", "SOON"]);
  expect(order({ sort: { ...by, isDescending: false } })).toEqual([
    "NEWER",
    "ADA",
    "BTC",
    "ETH",
    "NEW",
    "ZERO",
    "GONE",
    "SOON",
  ]);
});

test("presses on a column go round: down, up, off; symbols begin upwards", () => {
  const press = (by: SortKey, times: number) => {
    let sort = null as ReturnType<typeof nextSort>;
    for (let at = 0; at < times; at += 1) sort = nextSort(sort, by);
    return sort;
  };
  expect(press("last", 1)).toEqual({ by: "last", isDescending: true });
  expect(press("last", 2)).toEqual({ by: "last", isDescending: false });
  expect(press("last", 3)).toBeNull();
  expect(press("symbol", 1)).toEqual({ by: "symbol", isDescending: false });
});

test("a market is new for ninety days from its launch on, and not before", () => {
  expect(isNew(listed("A", { launchMs: NOW }), NOW)).toBe(true);
  expect(isNew(listed("A", { launchMs: NOW + 1 }), NOW)).toBe(false);
  expect(isNew(listed("A", { launchMs: NOW - 90 * DAY }), NOW)).toBe(false);
});

test("any list in any order is listed in the same order, each market once", () => {
  const anyFigures = fc.option(fc.double({ noNaN: true, min: -1, max: 1 }), { nil: null });
  const any = fc.uniqueArray(
    fc.record({ base: fc.stringMatching(/^[A-Z0-9]{1,6}$/), change: anyFigures, isClosed: fc.boolean() }),
    { selector: ({ base }) => base, maxLength: 40 },
  );
  const sort = fc.option(
    fc.record({ by: fc.constantFrom<SortKey>("symbol", "change24h"), isDescending: fc.boolean() }),
    { nil: null },
  );
  fc.assert(
    fc.property(
      any,
      sort,
      fc.constantFrom(...PICKER_TABS),
      fc.infiniteStream(fc.nat()),
      (rows, by, tab, noise) => {
        const list = rows.map(({ base, isClosed }) => listed(base, isClosed ? { status: "Closed" } : {}));
        const known = new Map(rows.map(({ base, change }) => [`${base}USDT`, figures(change)]));
        const options = { tab, search: "", sort: by, stars: [], popular: [], nowMs: NOW };
        const shuffled = list
          .map((one) => ({ one, key: noise.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const ordered = orderMarkets(list, known, options);
        expect(orderMarkets(shuffled, known, options)).toEqual(ordered);
        expect(new Set(ordered).size).toBe(ordered.length);
        const firstClosed = ordered.findIndex((one) => one.status !== "Trading");
        if (firstClosed >= 0)
          expect(ordered.slice(firstClosed).every((one) => one.status !== "Trading")).toBe(true);
        if (!by || by.by === "symbol") return;
        const open = ordered.filter((one) => one.status === "Trading");
        const values = open.map((one) => known.get(one.symbol)?.change24h ?? null);
        const numbers = values.filter((value) => value !== null);
        expect(values.slice(numbers.length).every((value) => value === null)).toBe(true);
        const sign = by.isDescending ? -1 : 1;
        expect(numbers).toEqual([...numbers].sort((a, b) => sign * (a - b)));
      },
    ),
  );
});

test("figures are read by symbol, and what is not known is null, never zero", () => {
  const read = readFigures({ atMs: NOW, markets: [["BTCUSDT", "97000.1", "-0.01", null, "0.0001"]] });
  expect(read.get("BTCUSDT")).toEqual({
    last: 97_000.1,
    change24h: -0.01,
    turnover24h: null,
    fundingRate: 0.0001,
  });
  expect(readFigures(undefined).size).toBe(0);
});
