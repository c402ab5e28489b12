import fc from "fast-check";
import { expect, it } from "vitest";
import { toStandingDto } from "@/lib/competitions/to-competition-dto";
import { formatDecimal, formatRounded, type Money, mul, sub } from "@/lib/core/decimal";
import { decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import type { JournalRow } from "@/lib/db/journal/journal";
import { toEntryDto } from "@/lib/journal/read-entry-row";
import { toEventDto } from "@/lib/trading/dto/to-event-dto";
import { toPortfolioDto } from "@/lib/trading/dto/to-portfolio-dto";
import { dec, money, mustDecide, openPortfolio } from "@/tests/support/engine-fixtures";
import { RandomTrading } from "@/tests/support/random-trading";
import { seededRandom } from "@/tests/support/seeded-random";

const TOO_MANY = /^-?\d+\.\d{9,}$/;

/** Every text in a value, with the path to it. */
function textsOf(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, `${path}.${key}`));
}

function expectShort(value: unknown): void {
  expect(textsOf(value).filter(([, text]) => TOO_MANY.test(text))).toEqual([]);
}

it("rounds to 8 places, halves away from zero", () => {
  const shown = [
    ["-2.475000000000000003", "-2.475"],
    ["9999.999999999996", "10000"],
    ["0.000000005", "0.00000001"],
    ["-0.000000005", "-0.00000001"],
    ["0.000000004999", "0"],
    ["-0.000000001", "0"],
    ["12.34567891", "12.34567891"],
  ] as const;
  for (const [exact, text] of shown) expect(formatRounded(dec(exact)), exact).toBe(text);
});

it("K30: no figure of a portfolio, an event or a journal entry has more than 8 places", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      const trading = new RandomTrading(seededRandom(seed));
      // An opening that no step divides, so that every margin and average is an endless fraction.
      let state: PortfolioState = openPortfolio({ opening: "9999.97", leverage: 7 });
      for (let step = 0; step < 80; step += 1) {
        trading.tick();
        const context = trading.context();
        const decision = decide(state, trading.command(state), context);
        if (!decision.ok) continue;
        state = decision.state;
        const facts = {
          name: "",
          kind: "PRACTICE" as const,
          dayStartEquity: mul(money(1), dec("9.123456789012")),
        };
        expectShort(toPortfolioDto(state, facts, context));
        for (const event of decision.events) {
          expectShort(toEventDto("p", event, new Map()));
          if (event.type === "round-trip-closed") expectShort(toEntryDto(rowOf(event)));
        }
      }
    }),
    { numRuns: 15 },
  );
});

it("K30: no equity of a competition's table has more than 8 places", () => {
  const row = {
    userId: "u",
    portfolioId: "p",
    name: null,
    change: 0,
    drawdown: 0,
    trades: 1,
    exclusion: null,
    rank: 1,
  };
  for (const [equity, shown] of [
    [9_999.876543210123, 9_999.87654321],
    [10_000, 10_000],
    [0.000000001, 0],
    [-12.3456789051, -12.34567891],
  ] as const)
    expect(toStandingDto({ ...row, equity })).toMatchObject({ entry: "p", equity: shown });
});

it("what is stored and hashed keeps all places", () => {
  const { state } = mustDecide(
    openPortfolio(),
    { type: "adjust", amount: money("0.000000000000000001"), note: "" },
    new RandomTrading(seededRandom(1)).context(),
  );
  expect(formatDecimal(sub<Money>(state.balance, money(10_000)))).toBe("0.000000000000000001");
});

/** The journal's row of a closed trade, as the database writes it. */
function rowOf(event: Extract<PortfolioEvent, { type: "round-trip-closed" }>): JournalRow {
  const { roundTrip } = event;
  const decimal = (value: bigint) => formatDecimal(value as Money);
  const price = (value: bigint, qty: bigint) => decimal((value * 10n ** 18n) / qty);
  return {
    id: "p.1",
    portfolioId: "p",
    userId: "u",
    roundTripId: roundTrip.id,
    closedSeq: event.seq,
    symbol: event.symbol,
    side: roundTrip.side,
    qty: decimal(roundTrip.entryQty),
    entryPrice: price(roundTrip.entryValue, roundTrip.entryQty),
    exitPrice: price(roundTrip.exitValue, roundTrip.exitQty),
    leverage: decimal(roundTrip.leverage),
    gross: decimal(roundTrip.realised),
    fees: decimal(roundTrip.fees),
    funding: decimal(roundTrip.funding),
    net: decimal(event.net),
    risk: roundTrip.unprotectedQty === 0n && roundTrip.risk > 0n ? decimal(roundTrip.risk) : null,
    initialStop: roundTrip.initialStop && decimal(roundTrip.initialStop),
    initialTarget: roundTrip.initialTarget && decimal(roundTrip.initialTarget),
    highest: price(roundTrip.entryValue * 11n, roundTrip.entryQty * 10n),
    lowest: price(roundTrip.entryValue * 9n, roundTrip.entryQty * 10n),
    stretches: null,
    exitReason: "manual",
    openedAt: new Date(event.openedAtMs),
    closedAt: new Date(event.closedAtMs),
    notes: "",
    tags: [],
    mistakes: [],
    setup: null,
    rulesKept: [],
    rulesBroken: [],
    rating: null,
    moodBefore: null,
    moodAfter: null,
  };
}
